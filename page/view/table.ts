// The table of places: sortable, filterable, and the text version of the map.

import { h, replace } from "./dom.js";
import { capitalMark } from "./marks.js";
import { REACH_ORDER, coverage, inNato, stands, tellsOfNato } from "./coverage.js";
import { BANDS, BAND_SHORT, EDGE_WORDS, REACH_LONG, REACH_WORDS, RELATION_WORDS, capitalised, count, distanceText, km } from "./words.js";

const COLUMNS = [
  { name: null, key: (row) => row.name, first: "ascending" },
  { name: "Distance", key: (row) => row.distance, first: "ascending", className: "number" },
  { name: "Band", key: (row) => BANDS.indexOf(row.band), first: "ascending" },
  { name: "In reach on", key: (row) => REACH_ORDER.indexOf(row.reach), first: "ascending" },
];

// So many rows are made at once; every capital is among them, and of more a reader asks for all.
const FIRST_ROWS = 250;

export function makeTable(data, onChoose) {
  const search = document.getElementById("capital-search");
  const natoOnly = document.getElementById("nato-only");
  const place = document.getElementById("capital-table");
  const body = h("tbody");
  const summary = h("p", { class: "count", role: "status" });
  const heads = COLUMNS.map((column) => h("th", { scope: "col", class: column.className },
    h("button", { type: "button", click: () => sortBy(column) }, column.name ?? capitalised(data.place))));
  const more = h("button", { type: "button", class: "tool", click: () => { most = Infinity; list(); } });
  let most = FIRST_ROWS;
  let rows = [];
  let shown = [];
  let sorted = { column: COLUMNS[1], direction: "ascending" };
  let chosen = null;
  let drawn = null;

  replace(place, summary, h("table", {},
    h("caption", {}, `${capitalised(data.place)}s by distance, band of the treaty and reach; choose one to see it on the map`),
    h("thead", {}, h("tr", {}, heads)), body), more);
  search.addEventListener("input", list);
  natoOnly.addEventListener("change", list);
  const isTold = tellsOfNato(data);
  if (!data.capitals.some((place) => place.nato_since)) natoOnly.parentElement.remove();

  function sortBy(column) {
    const again = sorted.column === column && sorted.direction === "ascending";
    sorted = { column, direction: again ? "descending" : "ascending" };
    list();
  }

  function draw(site, state) {
    const found = coverage(data, site, state);
    // What stands there already is left: the button just pressed keeps the keyboard.
    if (found === drawn) return;
    drawn = found;
    const { distance, band, reach, near, nearLimit, relation } = found;
    rows = data.capitals.map((capital, index) => ({
      ...capital, index, distance: distance[index], band: band[index], reach: reach[index],
      near: near[index], nearLimit: nearLimit[index], relation: relation[index], nato: inNato(capital, state.date),
    })).filter((row) => stands(row, state.date));
    list();
  }

  // What stands in the table now, for a spreadsheet.
  function asCsv() {
    const cell = (value) => {
      const text = String(value);
      // A spreadsheet takes these for the beginning of a formula, behind blanks too.
      const begins = (mark) => text.startsWith(mark) || text.trimStart().startsWith(mark);
      const inert = data.formula_starts.some(begins) ? `'${text}` : text;
      return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
    };
    const lines = shown.map((row) => [row.name, row.country, distanceText(row.distance, 1, drawn.turns), row.band,
      REACH_WORDS[row.reach], row.near ? "yes" : "no",
      row.nearLimit ? "yes" : "no", row.relation,
      ...(isTold ? [{ true: "yes", false: "no", null: "" }[row.nato]] : [])]);
    return [[data.place, "country", "distance_km", "band", "in_reach_on", "near_edge", "near_band_edge", "relation",
      ...(isTold ? ["nato"] : [])], ...lines]
      .map((line) => line.map(cell).join(",")).join("\n");
  }

  function list() {
    const wanted = search.value.trim().toLowerCase();
    const { column, direction } = sorted;
    const sign = direction === "ascending" ? 1 : -1;
    shown = rows
      .filter((row) => (!natoOnly.checked || row.nato)
        && `${row.name} ${row.country}`.toLowerCase().includes(wanted))
      .sort((one, other) => sign * compare(column.key(one), column.key(other))
        || one.distance - other.distance);
    heads.forEach((head, k) => {
      if (COLUMNS[k] === column) head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    });
    replace(summary, `${count(shown.length, "place", "places")} of ${rows.length}`);
    replace(body, shown.slice(0, most).map(line));
    more.hidden = shown.length <= most;
    more.textContent = `Show all ${shown.length}`;
  }

  function line(row) {
    return h("tr", { "data-capital": row.id, class: row.index === chosen ? "is-chosen" : null },
      h("th", { scope: "row" },
        h("button", { type: "button", click: () => onChoose(row.index) }, row.name),
        h("span", { class: "country" }, [row.country, row.nato ? "NATO" : "", RELATION_WORDS[row.relation]].filter(Boolean).join(" · "))),
      h("td", { class: "number" }, km(row.distance, drawn.turns)),
      h("td", { class: "band" }, capitalMark(row.band, row.reach, 14), h("span", {}, ` ${BAND_SHORT[row.band]}`)),
      h("td", { title: REACH_LONG[row.reach] }, REACH_WORDS[row.reach],
        [[row.near, EDGE_WORDS.near_edge], [row.nearLimit, EDGE_WORDS.near_band_edge]]
          .map(([is, words]) => (is ? h("span", { class: "edge" }, ` ${words}`) : ""))));
  }

  function choose(index) {
    chosen = index;
    if (index === null) index = -1;
    for (const row of body.children) {
      row.classList.toggle("is-chosen", row.dataset.capital === data.capitals[index]?.id);
    }
  }

  return { draw, choose, asCsv };
}

function compare(one, other) {
  return typeof one === "string" ? one.localeCompare(other, "en") : one - other;
}
