// The table of places: sortable, filterable, and the text version of the map. A row is made once and
// kept; what is said in it is written where it has changed, once for what is painted.

import { type Axis, axisTo } from "../model/axis.ts";
import { ACCOUNT_ORDER } from "../model/counts.ts";
import { coverage } from "../model/coverage.ts";
import type { AnswerWord, CapitalData, PageData, Units } from "../model/data.ts";
import { type Doubt, doubtOf, doubtOn, type PlaceDoubt } from "../model/doubt.ts";
import type { Scene } from "../model/scene.ts";
import {
  type AccountDots,
  asCsv,
  type Column,
  columnName,
  type Direction,
  matchingRows,
  nextDirection,
  type Row,
  sortRows,
  tableCaption,
  tableRows,
  tableSummary,
} from "../model/table.ts";
import { UNIT_WORDS } from "../model/units.ts";
import { ACCOUNT_SWITCH } from "../model/words.ts";
import { copyButton } from "./copy.ts";
import { arrange, h, makeButton, part, replace, write } from "./dom.ts";
import { DOT_PX, dots } from "./dots.ts";
import { axisHead, dumbbell, setAxis } from "./dumbbell.ts";
import { withPaint } from "./later.ts";
import { type DoubtCell, type Line, makeLine } from "./tableline.ts";

// So many rows are made at once; every capital is among them, and of more a reader asks for all.
const FIRST_ROWS = 250;
const GROUP_ROWS = 12;
const ROW_PX = 25;
// Of an axis, beside a name's one.
const AXIS_WIDTH = "minmax(0,1.35fr)";
// A dot is a figure.
const DOTS_KEY: [AnswerWord, string][] = [
  ["yes", "in"],
  ["no", "out"],
  ["open", "left open"],
];

interface Choices {
  onCapital: (place: CapitalData) => void;
  // The place whose row is pointed at or holds the keyboard; null where none is.
  onPointed: (id: string | null) => void;
}

export function makeTable(data: PageData, { onCapital, onPointed }: Choices) {
  const search = part("capital-search", HTMLInputElement);
  const natoOnly = part("nato-only", HTMLInputElement);
  // A few rows each: the browser lays out those that are seen.
  const groups: HTMLElement[] = [];
  const summary = h("span", { class: "count", role: "status" });
  const nameHead = headOf("name");
  const kmHead = headOf("distance");
  const head = h("tr", { role: "row" }, nameHead, kmHead);
  const doubtFirst = makeButton({ class: "tool", click: () => sortBy("reach") });
  const more = makeButton({ class: "tool", click: showAll });
  const lines = new Map<number, Line>();
  const writing = withPaint(list);
  let most = FIRST_ROWS;
  let rows: Row[] = [];
  let shown: Row[] = [];
  let sorted: [Column, Direction] = ["distance", "ascending"];
  let scene: Scene | null = null;
  let known = "";
  let order = "";
  let heads = "";
  let axisCell: HTMLElement | null = null;
  // Of every row: said once for the table, what stands in the rows would inherit it, and all of it
  // be styled anew where it changes.
  let columns = "";
  let chosenLine: Element | null = null;

  write(doubtFirst, columnName(data, "reach"));
  // Drawn as grids, tables are none to every screen reader unless they say so.
  const places = h(
    "table",
    { class: "places", role: "table" },
    h("caption", {}, tableCaption(data)),
    h("thead", { role: "rowgroup" }, head),
  );
  const table = h("div", {}, places, more);
  replace(part("capital-table"), table);
  part("filters").append(doubtFirst);
  replace(
    part("dots-key"),
    DOTS_KEY.map(([answer, words]) => [dots([answer]), `${words} `]),
  );
  replace(part("table-tools"), summary, copyButton("Copy table as CSV", csv));
  search.addEventListener("input", list);
  natoOnly.addEventListener("change", list);
  if (!data.capitals.some((place) => place.nato_since)) natoOnly.closest("label")?.remove();
  places.addEventListener("pointerover", ({ target }) => onPointed(idOf(target)));
  places.addEventListener("pointerleave", () => onPointed(null));
  places.addEventListener("focusin", ({ target }) => onPointed(idOf(target)));
  places.addEventListener("focusout", () => onPointed(null));
  window.addEventListener("beforeprint", writing.now);

  function headOf(column: Column): HTMLElement {
    return h(
      "th",
      { scope: "col", role: "columnheader", class: column === "distance" ? "number" : null },
      makeButton({ click: () => sortBy(column) }, columnName(data, column)),
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

  function draw(next: Scene): void {
    scene = next;
    const { state, focus, chosen } = scene;
    // All sites have a table of their own, and so has what is compared.
    table.hidden = state.mode !== "focus";
    if (table.hidden) {
      for (const group of groups.splice(0)) group.remove();
      [known, order] = ["", ""];
      return;
    }
    if (groups.length) put(chosenFirst(shown.slice(0, most), chosen));
    markChosen(chosen);
    // What stands there already is left: the button just pressed keeps the keyboard.
    const { theme, account, date, units, system, doubt } = state;
    const now = JSON.stringify([focus.id, state.pin, theme, account, date, units, system, doubt]);
    if (now === known) return;
    known = now;
    if (lines.size) writing.soon();
    else list();
  }

  // What stands in the table now, for a spreadsheet.
  function csv(): string {
    writing.now();
    return asCsv(data, shown, turns());
  }

  function turns(): number[] {
    return scene ? coverage(data, scene.focus, scene.state).turns : [];
  }

  function list(): void {
    if (!scene || table.hidden) return;
    const { focus, state, chosen } = scene;
    rows = tableRows(data, focus, state);
    shown = sortRows(matchingRows(rows, search.value, natoOnly.checked), ...sorted);
    showSorted();
    const doubted = doubtOn(data, focus, state) ? doubtOf(data, focus, state) : null;
    const axis = axisTo(doubted?.outerKm ?? doubted?.innerKm ?? 0, state.units);
    showDoubt(doubted, axis, state.units);
    showHeads(doubted ? [] : (rows[0]?.dots ?? []));
    write(kmHead.querySelector("button") ?? kmHead, state.units);
    kmHead.title = `${columnName(data, "distance")}, ${UNIT_WORDS[state.units]}`;
    write(summary, tableSummary(shown, rows));
    const seen = chosenFirst(shown.slice(0, most), chosen);
    const kept = turns();
    for (const row of seen) {
      const doubt = doubted ? doubtCell(doubted.at(row.index), axis, state.units) : null;
      const line = lineOf(row);
      line.write(row, state, kept, doubt);
      line.stand(columns);
    }
    put(seen);
    more.hidden = shown.length <= most;
    write(more, `Show all ${shown.length}`);
    markChosen(chosen);
  }

  function showSorted(): void {
    const [by, direction] = sorted;
    for (const [column, head] of [
      ["name", nameHead],
      ["distance", kmHead],
    ] as const) {
      if (column === by) head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    }
    doubtFirst.setAttribute("aria-pressed", String(by === "reach"));
  }

  // Where the doubt is drawn, an axis stands in the place of the accounts' columns.
  function showDoubt(doubt: Doubt | null, axis: Axis, units: Units): void {
    for (const one of [places, part("capitals")])
      one.classList.toggle("is-doubted", doubt !== null);
    axisCell = doubt && axisHead(doubt.range, axis, units);
    if (doubt) setAxis(places, doubt.range, axis);
  }

  // A head for each account whose figures are told.
  function showHeads(accounts: AccountDots[]): void {
    const widest = accounts.map(({ answers }) => answers.length);
    for (const account of ACCOUNT_ORDER) {
      const isTold = accounts.some((one) => one.account === account);
      places.classList.toggle(`without-${account}`, !isTold);
    }
    const told = accounts.map(({ account }, k) => [account, widest[k]]);
    const now = JSON.stringify([told, axisCell?.innerHTML]);
    if (now === heads) return;
    heads = now;
    replace(head, nameHead, kmHead, accounts.map(accountHead), axisCell);
    const more = axisCell ? AXIS_WIDTH : widest.map(columnWidth).join(" ");
    columns = `minmax(0,1fr) var(--km) ${more}`;
    head.style.gridTemplateColumns = columns;
  }

  function accountHead({ account, answers }: AccountDots): HTMLElement {
    const made = h(
      "th",
      { scope: "col", role: "columnheader", class: `answers-of look-${account}` },
      ACCOUNT_SWITCH[account],
    );
    made.style.setProperty("--dots", String(answers.length));
    // "in", or "in on 2 of 4".
    made.style.setProperty("--words", answers.length > 1 ? "74px" : "34px");
    return made;
  }

  // Rows are moved only where their order is another one, or others are left.
  function put(seen: Row[]): void {
    const chosen = seen[0]?.index === scene?.chosen ? 1 : 0;
    const now = [chosen, ...seen.map(({ index }) => index)].join();
    if (now === order) return;
    order = now;
    const held = document.activeElement;
    const rows = seen.map((row) => lineOf(row).element);
    const parts = chosen ? [rows.splice(0, chosen)] : [];
    while (rows.length) parts.push(rows.splice(0, GROUP_ROWS));
    for (const group of groups.splice(parts.length)) group.remove();
    parts.forEach((part, k) => {
      groups[k] ??= h("tbody", { role: "rowgroup" });
      groups[k].classList.toggle("is-chosen", k < chosen);
      groups[k].style.containIntrinsicHeight = `${ROW_PX * part.length}px`;
      arrange(groups[k], part);
      if (!groups[k].parentNode) places.append(groups[k]);
    });
    if (held instanceof HTMLElement && places.contains(held)) held.focus({ preventScroll: true });
  }

  function lineOf({ index }: Row): Line {
    const line = lines.get(index) ?? makeLine(data, index, onCapital);
    lines.set(index, line);
    return line;
  }

  function markChosen(index: number | null): void {
    const now = index === null ? null : (lines.get(index)?.element ?? null);
    if (now === chosenLine) return;
    chosenLine?.classList.remove("is-chosen");
    chosenLine?.removeAttribute("aria-current");
    now?.classList.add("is-chosen");
    now?.setAttribute("aria-current", "true");
    chosenLine = now;
  }

  // The row's button, where a card that is closed gives the keyboard back.
  function buttonOf(index: number): HTMLElement | null {
    return lines.get(index)?.button ?? null;
  }

  return { draw, buttonOf };
}

function doubtCell(place: PlaceDoubt, axis: Axis, units: Units): DoubtCell {
  return { verdict: place.verdict, cell: dumbbell(place, axis, units) };
}

// "in", or "in on 2 of 4".
function columnWidth(dots: number): string {
  return `max(${DOT_PX * dots}px + var(--${dots > 1 ? "several" : "one"}), var(--least))`;
}

// The chosen place stands first, wherever it would be.
function chosenFirst(rows: Row[], chosen: number | null): Row[] {
  const row = rows.find(({ index }) => index === chosen);
  return row ? [row, ...rows.filter((one) => one !== row)] : rows;
}

function idOf(target: EventTarget | null): string | null {
  const row = target instanceof Element ? target.closest("tr") : null;
  return row?.dataset.capital ?? null;
}
