// The table of places: sortable, filterable, and the text version of the map.

import { coverage } from "../model/coverage.ts";
import type { CapitalData, Coverage, PageData } from "../model/data.ts";
import type { Scene } from "../model/scene.ts";
import {
  asCsv,
  COLUMNS,
  type Column,
  columnName,
  type Direction,
  edgesOf,
  matchingRows,
  nextDirection,
  placeOf,
  type Row,
  sortRows,
  tableCaption,
  tableRows,
  tableSummary,
} from "../model/table.ts";
import { bandShort, km, REACH_LONG, REACH_WORDS } from "../model/words.ts";
import { copyButton } from "./copy.ts";
import { h, part, replace } from "./dom.ts";
import { capitalMark } from "./marks.ts";

// So many rows are made at once; every capital is among them, and of more a reader asks for all.
const FIRST_ROWS = 250;

export function makeTable(data: PageData, onChoose: (place: CapitalData) => void) {
  const search = part("capital-search", HTMLInputElement);
  const natoOnly = part("nato-only", HTMLInputElement);
  const body = h("tbody");
  const summary = h("p", { class: "count", role: "status" });
  const heads = COLUMNS.map((column) => ({ column, head: headOf(column) }));
  const more = h("button", { type: "button", class: "tool", click: showAll });
  let most = FIRST_ROWS;
  let rows: Row[] = [];
  let shown: Row[] = [];
  let sorted: [Column, Direction] = ["distance", "ascending"];
  let chosen: number | null = null;
  let drawn: Coverage | null = null;

  replace(
    part("capital-table"),
    summary,
    h(
      "table",
      {},
      h("caption", {}, tableCaption(data)),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map(({ head }) => head),
        ),
      ),
      body,
    ),
    more,
  );
  replace(part("table-tools"), copyButton("Copy table as CSV", csv));
  search.addEventListener("input", list);
  natoOnly.addEventListener("change", list);
  if (!data.capitals.some((place) => place.nato_since)) natoOnly.closest("label")?.remove();

  function headOf(column: Column): HTMLElement {
    return h(
      "th",
      { scope: "col", class: column === "distance" ? "number" : null },
      h("button", { type: "button", click: () => sortBy(column) }, columnName(data, column)),
    );
  }

  function sortBy(column: Column): void {
    sorted = [column, nextDirection(sorted, column)];
    list();
  }

  function showAll(): void {
    most = Number.POSITIVE_INFINITY;
    list();
  }

  function draw({ focus, state, chosen: index }: Scene): void {
    chosen = index;
    const found = coverage(data, focus, state);
    // What stands there already is left: the button just pressed keeps the keyboard.
    if (found === drawn) {
      mark();
      return;
    }
    drawn = found;
    rows = tableRows(data, focus, state);
    list();
  }

  // What stands in the table now, for a spreadsheet.
  function csv(): string {
    return asCsv(data, shown, turns());
  }

  function turns(): number[] {
    return drawn?.turns ?? [];
  }

  function list(): void {
    shown = sortRows(matchingRows(rows, search.value, natoOnly.checked), ...sorted);
    for (const { column, head } of heads) {
      if (column === sorted[0]) head.setAttribute("aria-sort", sorted[1]);
      else head.removeAttribute("aria-sort");
    }
    replace(summary, tableSummary(shown, rows));
    replace(body, shown.slice(0, most).map(line));
    more.hidden = shown.length <= most;
    more.textContent = `Show all ${shown.length}`;
    mark();
  }

  function line(row: Row): HTMLElement {
    return h(
      "tr",
      { "data-capital": row.id },
      h(
        "th",
        { scope: "row" },
        h("button", { type: "button", click: () => onChoose(data.capitals[row.index]) }, row.name),
        h("span", { class: "country" }, placeOf(row)),
      ),
      h("td", { class: "number" }, km(row.distance, turns())),
      h(
        "td",
        { class: "band" },
        capitalMark(row.band, row.reach, 14),
        h("span", {}, ` ${bandShort(data, row.band)}`),
      ),
      h(
        "td",
        { title: REACH_LONG[row.reach] },
        REACH_WORDS[row.reach],
        edgesOf(row).map((words) => h("span", { class: "edge" }, ` ${words}`)),
      ),
    );
  }

  function mark(): void {
    const id = chosen === null ? null : data.capitals[chosen].id;
    for (const row of body.rows) row.classList.toggle("is-chosen", row.dataset.capital === id);
  }

  return { draw };
}
