// The question turned round: what reaches this place, from where, on whose account.

import { REACH_ORDER, coverage, isReached, stands } from "./coverage.js";
import { h, replace } from "./dom.js";
import { geodesic, inverse } from "./geodesic.js";
import { capitalMark } from "./marks.js";
import { lineCopies, path } from "./world.js";
import { REACH_WORDS, azimuth, km } from "./words.js";

const MOST_OFFERED = 40;

export function makeReach(map, data, { onSite, onCapital }) {
  const lines = L.layerGroup().addTo(map);
  const place = document.getElementById("reach");
  const names = h("datalist", { id: "capital-names" });
  const input = h("input", {
    class: "search", type: "text", list: "capital-names", placeholder: `Type a ${data.place}`,
    "aria-label": `What reaches this ${data.place}`, autocomplete: "off", input: offer, change: choose,
  });
  const result = h("div");
  let drawn = null;
  let date = null;
  replace(place, input, names, result);

  // The names that what is typed may become.
  function offer() {
    const begun = input.value.trim().toLowerCase();
    const meant = data.capitals.filter((row) => stands(row, date) && row.name.toLowerCase().includes(begun));
    replace(names, meant.slice(0, MOST_OFFERED).map((row) => h("option", { value: row.name }, row.country)));
  }

  function choose() {
    const wanted = input.value.trim().toLowerCase();
    const index = data.capitals.findIndex((row) => stands(row, date)
      && (row.name.toLowerCase() === wanted || row.id === wanted));
    if (index >= 0 || !wanted) onCapital(index >= 0 ? index : null);
  }

  function draw(index, sites, state) {
    date = state.date;
    const asked = [index, state.theme, state.date, state.account].join("|");
    if (asked === drawn) return;
    drawn = asked;
    lines.clearLayers();
    input.value = index === null ? "" : data.capitals[index].name;
    if (index === null) {
      replace(result, h("p", { class: "note" }, `Choose a ${data.place} on the map, in the table or here.`));
      return;
    }
    const capital = data.capitals[index];
    const rows = sites.map((site) => {
      const { distance, band, reach, turns } = coverage(data, site, state);
      return { site, distance: distance[index], band: band[index], reach: reach[index], turns };
    }).sort((one, other) => REACH_ORDER.indexOf(one.reach) - REACH_ORDER.indexOf(other.reach) || one.distance - other.distance);
    const reached = rows.filter(({ reach }) => isReached(reach));
    for (const { site, reach } of reached) {
      const points = geodesic([site.lon, site.lat], [capital.lon, capital.lat]);
      path("polyline", lineCopies([points]), "rings", `reach-line reach-line-${reach}`).addTo(lines);
    }
    replace(result,
      h("p", { class: "reach-sum" }, `${reached.length} of ${rows.length} sites reach ${[capital.name, capital.country].filter(Boolean).join(", ")}.`),
      h("ul", { class: "reach-list" }, rows.map((row) => entry(row, capital))),
      h("button", { type: "button", class: "tool", click: () => { onCapital(null); input.focus(); } }, "Clear"));
  }

  function entry({ site, distance, band, reach, turns }, capital) {
    const { azimuth: degrees } = inverse([site.lon, site.lat], [capital.lon, capital.lat]);
    return h("li", {}, h("button", { type: "button", click: () => onSite(site.id) },
      capitalMark(band, reach, 13), h("span", {}, site.name),
      h("span", { class: "reach-facts" }, `${km(distance, turns)}, azimuth ${azimuth(degrees)}, ${REACH_WORDS[reach]}`)));
  }

  return { draw };
}
