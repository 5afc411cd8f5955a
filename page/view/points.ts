// Capitals and sites as marks on the map.

import { reports, stands } from "./coverage.js";
import { capitalOnMap, countMark, siteMark, surest } from "./marks.js";
import { nearest } from "./world.js";

function icon(element, size) {
  return L.divIcon({ html: element, className: "point", iconSize: [size, size] });
}

function moveTo(marker, place) {
  if (!marker.getLatLng().equals(place)) marker.setLatLng(place);
}

export function makeCapitals(map, data, onClick) {
  const markers = [];

  // The marks are reached by keyboard through the table and the list of sites beside the map.
  function markerOf(index, mark) {
    const { lon, lat } = data.capitals[index];
    markers[index] = L.marker(nearest(map, lon, lat), {
      icon: icon(mark, 16), pane: "capitals", keyboard: false, bubblingMouseEvents: false,
    }).on("click", () => onClick(index)).addTo(map);
    return markers[index];
  }

  function draw(found, state) {
    data.capitals.forEach((place, index) => {
      if (!stands(place, state.date)) return hide(index);
      const [band, reach] = [found.band[index], found.reach[index]];
      show(index, capitalOnMap(band, reach, 15), { band, reach });
    });
  }

  // In the overview a mark is a number: from how many sites the capital is in reach.
  function drawCounts(counts) {
    const most = Math.max(1, ...counts);
    counts.forEach((count, index) =>
      (count === null ? hide(index) : show(index, countMark(count, count / most), { count })));
  }

  function show(index, mark, facts) {
    const marker = markers[index]?.setIcon(icon(mark, 16)) ?? markerOf(index, mark);
    const { dataset } = marker.getElement();
    for (const name of Object.keys(dataset)) delete dataset[name];
    Object.assign(dataset, { capital: data.capitals[index].id, ...facts });
  }

  function hide(index) {
    markers[index]?.remove();
    delete markers[index];
  }

  // Keeps every mark in the copy of the world that is on the screen.
  function follow() {
    markers.forEach((marker, index) => {
      const { lon, lat } = data.capitals[index];
      moveTo(marker, nearest(map, lon, lat));
    });
  }

  return { draw, drawCounts, follow };
}

export function makeSites(map, data, onClick) {
  const group = L.layerGroup().addTo(map);
  const markers = new Map();
  let shown = [];

  // Marks are kept from one state to the next: with hundreds of sites, making them is the cost.
  function markerOf(site, status) {
    const key = `${site.id} ${status}`;
    if (!markers.has(key)) {
      markers.set(key, L.marker(nearest(map, site.lon, site.lat), {
        icon: icon(siteMark(status, 20), 22), pane: "sites", keyboard: false, bubblingMouseEvents: false,
      }).on("click", () => onClick(site.id)));
    }
    return markers.get(key);
  }

  function draw(sites, focus, state) {
    const before = new Set(shown.map(([, marker]) => marker));
    shown = sites.map((site) => [site, markerOf(site, surest(reports(site, state), state.date))]);
    const now = new Set(shown.map(([, marker]) => marker));
    for (const marker of before) if (!now.has(marker)) marker.removeFrom(group);
    for (const [site, marker] of shown) {
      if (!before.has(marker)) marker.addTo(group);
      const element = marker.getElement();
      element.dataset.site = site.id;
      element.classList.toggle("is-focus", site === focus);
      marker.setZIndexOffset(site === focus ? 1000 : 0);
    }
  }

  function follow() {
    for (const [site, marker] of shown) moveTo(marker, nearest(map, site.lon, site.lat));
  }

  return { draw, follow };
}
