// All sites: whose missiles are counted, what reaches the place that the reader asks for, and how many
// reach each capital, on every account and on some.

import type { CapitalData, PageData, State } from "../model/data.ts";
import {
  askedPlace,
  countsAt,
  holdersOn,
  type Overlap,
  overlap,
  type PlaceCounts,
  READING_WORDS,
  stepOf,
} from "../model/overlap.ts";
import type { Scene } from "../model/scene.ts";
import { titleName } from "../model/sentences.ts";
import { kmNumber } from "../model/units.ts";
import { capitalised, count } from "../model/words.ts";
import { choice } from "./choice.ts";
import { type Child, HIDDEN, h, makeButton, part, replace, write } from "./dom.ts";
import { capitalMark } from "./marks.ts";

// Holders stand side by side as long as their names have so many letters, else they are a list.
const MOST_LETTERS = 40;

export interface EverywhereActions {
  onHolder: (holder: string) => void;
  onCapital: (place: CapitalData) => void;
  onSite: (id: string) => void;
  // Takes the list of a place away.
  onClose: () => void;
}

export function makeEverywhere(data: PageData, actions: EverywhereActions) {
  const place = part("everywhere");
  const holders = h("div", { class: "holders" });
  const asked = h("section", {
    class: "at-place",
    "aria-labelledby": "asked-title",
    tabindex: "-1",
  });
  const body = h("tbody", { role: "rowgroup" });
  const none = h("p", { class: "note" });
  // Two places stand side by side, so that the most stand on top; a reader of the table hears one
  // head alone.
  const tallies = h(
    "table",
    { class: "tallies", role: "table" },
    h("caption", {}, `How many reach each ${data.place}, the most first`),
    h("thead", { role: "rowgroup" }, headRow(false), headRow(true)),
    body,
  );
  replace(
    place,
    holders,
    asked,
    h(
      "h2",
      {},
      `How many reach each ${data.place} `,
      h("small", {}, "on every account, on some; most first"),
    ),
    tallies,
    none,
  );
  const panel = part("panel");
  // As the page opens nothing is read out.
  let isOpened = false;
  const drawn = { holders: "", asked: "", tallies: "" };

  function draw({ state }: Scene): void {
    place.hidden = state.mode !== "overview";
    document.body.classList.toggle("has-asked", !place.hidden && askedPlace(data, state) !== null);
    if (place.hidden) clear();
    else drawAll(state);
    isOpened = true;
  }

  function drawAll(state: State): void {
    const found = overlap(data, state);
    drawHolders(found, state);
    drawAsked(state);
    drawTallies(found);
  }

  // What is out of sight has no rows that a search of the page would find.
  function clear(): void {
    body.replaceChildren();
    asked.replaceChildren();
    [drawn.tallies, drawn.asked] = ["", ""];
  }

  function isNew(part: keyof typeof drawn, now: unknown): boolean {
    const text = JSON.stringify(now);
    if (drawn[part] === text) return false;
    drawn[part] = text;
    return true;
  }

  let chooser: ReturnType<typeof choice<string>> | null = null;
  function drawHolders({ holder }: Overlap, state: State): void {
    const all = holdersOn(data, state);
    if (isNew("holders", all)) {
      chooser = choice("holder", "Whose missiles", all, actions.onHolder);
      const letters = all.map(({ words }) => words).join("").length;
      for (const one of [chooser.element, holders]) {
        one.classList.toggle("is-list", letters > MOST_LETTERS);
      }
      replace(holders, chooser.element);
    }
    chooser?.show(holder);
  }

  function drawAsked(state: State): void {
    const found = askedPlace(data, state);
    asked.hidden = !found;
    if (!found) {
      drawn.asked = "";
      return;
    }
    const { lon, lat, index } = found;
    const { holder, day } = overlap(data, state);
    if (!isNew("asked", [found, holder, day, state.theme, state.units])) return;
    const counts = countsAt(data, state, lon, lat);
    const name = index === null ? "" : data.capitals[index].name;
    const where = `${degrees(lat, "N", "S")} ${degrees(lon, "E", "W")}`;
    replace(asked, askedHead(name, where), askedList(counts, state));
    if (isOpened) write(part("said"), `${name} ${where}: ${sumOf(counts)}`);
    // What was asked for on the map is told here.
    panel.scrollTop = 0;
  }

  function askedHead(name: string, where: string): HTMLElement {
    return h(
      "div",
      { class: "at-head" },
      h("h2", { id: "asked-title" }, name || where, name ? h("small", {}, ` ${where}`) : null),
      makeButton({ class: "card-close", "aria-label": "Close", click: actions.onClose }, "×"),
    );
  }

  function askedList(counts: PlaceCounts, state: State): Child[] {
    const { rows, rest } = counts;
    return [
      h("p", { class: "at-sum" }, sumOf(counts)),
      rows.length
        ? h(
            "table",
            { class: "reaching" },
            h("caption", {}, "What reaches the place, the surest and nearest first"),
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["From", "System"].map((words) => h("th", { scope: "col" }, words)),
                h("th", { scope: "col", class: "number" }, state.units),
                h("th", { scope: "col", class: "on" }, "In reach on"),
                h("th", { scope: "col" }, "Margin"),
              ),
            ),
            h(
              "tbody",
              {},
              rows.map((row) => askedRow(row, state)),
            ),
          )
        : null,
      rest ? h("p", { class: "note" }, rest) : null,
    ];
  }

  function askedRow(row: PlaceCounts["rows"][0], { units }: State): HTMLElement {
    const { site, system, km, band, reading, margin } = row;
    return h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        h(
          "div",
          { class: "row-name" },
          h(
            "span",
            { class: "row-mark" },
            capitalMark(band, reading === "every" ? "all" : "some", 14),
          ),
          makeButton({ click: () => actions.onSite(site.id) }, titleName(site.name)),
        ),
      ),
      h("td", {}, data.systems[system].label),
      h("td", { class: "number" }, kmNumber(km, units, [])),
      h("td", { class: "on" }, READING_WORDS[reading]),
      h("td", { class: "margin" }, margin),
    );
  }

  function drawTallies(found: Overlap): void {
    const { holder, day, steps } = found;
    if (!isNew("tallies", [holder, day, found.tallies])) return;
    const rows = found.tallies.filter(({ some }) => some);
    replace(
      body,
      rows.map((row) => tally(row, steps)),
    );
    const others = found.tallies.length - rows.length;
    write(none, others ? `${count(others, "other is", "others are")} reached by none.` : "");
  }

  function headRow(isCopy: boolean): HTMLElement {
    const cell = (words: string, name = "") =>
      h("th", { scope: "col", role: "columnheader", class: name }, words);
    return h(
      "tr",
      isCopy ? { class: "is-copy", ...HIDDEN } : { role: "row" },
      cell(capitalised(data.place)),
      cell("every", "number"),
      cell("some", "number"),
    );
  }

  function tally({ index, every, some }: Overlap["tallies"][0], steps: number[]): HTMLElement {
    const capital = data.capitals[index];
    return h(
      "tr",
      { role: "row", "data-capital": capital.id },
      h(
        "th",
        { scope: "row", role: "rowheader" },
        h(
          "div",
          { class: "row-name" },
          makeButton({ click: () => actions.onCapital(capital) }, capital.name),
          h("span", { class: "country" }, capital.country),
        ),
      ),
      h("td", { role: "cell" }, tile(every, steps)),
      h("td", { role: "cell" }, tile(some, steps)),
    );
  }

  return { draw };
}

function sumOf({ every, some, of }: PlaceCounts): string {
  return `${every} on every account, ${some} on some, of ${of}`;
}

// A count on the colour that the map has for it.
function tile(number: number, steps: number[]): HTMLElement {
  return h("b", { class: `tile step step-${stepOf(steps, number)}` }, String(number));
}

function degrees(number: number, plus: string, minus: string): string {
  return `${Math.abs(number).toFixed(1)}° ${number < 0 ? minus : plus}`;
}
