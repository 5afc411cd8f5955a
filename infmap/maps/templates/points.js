// Capitals and sites as marks on the map.

import { capitalMark, siteMark, surest } from "./marks.js";
import { nearest } from "./world.js";

function icon(element, size) {
  return L.divIcon({ html: element, className: "point", iconSize: [size, size] });
}

// The marks are reached by keyboard through the table and the list of sites beside the map.
function point(map, row, element, size, pane, onClick) {
  const marker = L.marker(nearest(map, row.lon, row.lat), {
    icon: icon(element, size), pane, keyboard: false, title: "", bubblingMouseEvents: false,
  });
  marker.on("click", onClick);
  return marker.addTo(map);
}

export function makeCapitals(map, data, onClick) {
  const markers = data.capitals.map((capital, index) =>
    point(map, capital, document.createElement("span"), 16, "capitals", () => onClick(index)));

  function draw(answers) {
    markers.forEach((marker, index) => {
      const band = answers.band[index];
      const mark = capitalMark(band, answers.reach[index], band === "beyond-5500" ? 11 : 15);
      marker.setIcon(icon(mark, 16));
      const element = marker.getElement();
      element.dataset.capital = data.capitals[index].id;
      element.dataset.band = band;
      element.dataset.reach = answers.reach[index];
    });
  }

  // Keeps every mark in the copy of the world that is on the screen.
  function follow() {
    markers.forEach((marker, index) => {
      const { lon, lat } = data.capitals[index];
      marker.setLatLng(nearest(map, lon, lat));
    });
  }

  return { draw, follow, at: (index) => markers[index].getLatLng() };
}

export function makeSites(map, data, onClick) {
  const markers = data.sites.map((site, index) =>
    point(map, site, siteMark(surest(site.deployments), 20), 22, "sites", () => onClick(index)));

  function draw(focus) {
    markers.forEach((marker, index) => {
      const element = marker.getElement();
      element.dataset.site = data.sites[index].id;
      element.classList.toggle("is-focus", index === focus);
      marker.setZIndexOffset(index === focus ? 1000 : 0);
    });
  }

  function follow() {
    markers.forEach((marker, index) => {
      marker.setLatLng(nearest(map, data.sites[index].lon, data.sites[index].lat));
    });
  }

  return { draw, follow };
}
