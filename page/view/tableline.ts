// A row of the table of places, which is made once and written again where it has changed.

import { ACCOUNT_ORDER } from "../model/counts.ts";
import type { Band, CapitalData, PageData, State } from "../model/data.ts";
import type { PlaceDoubt } from "../model/doubt.ts";
import { type AccountDots, edgesOf, placeOf, type Row } from "../model/table.ts";
import { kmNumber } from "../model/units.ts";
import { REACH_LONG } from "../model/words.ts";
import { arrange, HIDDEN, h, makeButton, replace, write } from "./dom.ts";
import { dots, redot } from "./dots.ts";
import { type Answer, capitalMark, refill } from "./marks.ts";

export interface DoubtCell {
  verdict: PlaceDoubt["verdict"];
  cell: HTMLElement;
}

export interface Line {
  element: HTMLTableRowElement;
  button: HTMLButtonElement;
  // `doubt`: where it is drawn, its cell stands in the place of the figures'.
  write: (row: Row, state: State, turns: number[], doubt: DoubtCell | null) => void;
  // Takes the widths of the columns.
  stand: (columns: string) => void;
}

export function makeLine(
  data: PageData,
  index: number,
  onChoose: (place: CapitalData) => void,
): Line {
  const place = data.capitals[index];
  const mark = h("span", { class: "row-mark" });
  const button = makeButton({ click: () => onChoose(place) }, place.name);
  const country = h("span", { class: "country" });
  const name = h("div", { class: "row-name" }, mark, button, country);
  const own = makeNote("⌂", (note) => country.after(note));
  const edge = makeNote("≈", (note) => name.append(note));
  const distance = h("td", { role: "cell", class: "number" });
  const head = h("th", { scope: "row", role: "rowheader" }, name);
  const element = h("tr", { role: "row", "data-capital": place.id }, head, distance);
  let marked: { band: Band; answer: Answer } | null = null;
  let wide = "";
  const told = new Map<AccountDots["account"], { cell: HTMLElement; says: string }>();
  let shown: HTMLElement[] = [];

  function writeRow(row: Row, { units }: State, turns: number[], doubt: DoubtCell | null): void {
    writeMark(row.band, doubt ? MARKS[doubt.verdict] : row.reach);
    write(country, placeOf(row));
    own(row.whose);
    edge(edgesOf(row).join(", "));
    write(distance, kmNumber(row.distance, units, turns));
    const words = doubt ? "" : REACH_LONG[row.reach];
    if (element.title !== words) element.title = words;
    if (!doubt) for (const one of row.dots) writeAnswers(one);
    writeCells(
      doubt ? [doubt.cell] : ACCOUNT_ORDER.flatMap((account) => told.get(account)?.cell ?? []),
    );
  }

  function writeMark(band: Band, answer: Answer): void {
    if (mark.firstElementChild && marked?.band === band) {
      if (marked.answer !== answer) refill(mark.firstElementChild, band, answer);
    } else replace(mark, capitalMark(band, answer, 14));
    marked = { band, answer };
  }

  // Every account that was ever told has its cell; the table shows those of now.
  function writeCells(cells: HTMLElement[]): void {
    if (cells.every((cell, k) => cell === shown[k]) && cells.length === shown.length) return;
    shown = cells;
    arrange(element, [head, distance, ...cells]);
  }

  function writeAnswers({ account, answers, words }: AccountDots): void {
    const known = told.get(account) ?? {
      cell: h("td", { role: "cell", class: `answers-of look-${account}` }),
      says: "",
    };
    told.set(account, known);
    const says = `${answers} ${words}`;
    if (says === known.says) return;
    known.says = says;
    const { firstElementChild: old, lastElementChild: inWords } = known.cell;
    if (inWords && redot(old, answers)) write(inWords, words);
    else replace(known.cell, dots(answers), h("span", { class: "answers-words" }, words));
  }

  function stand(columns: string): void {
    if (columns === wide) return;
    wide = columns;
    element.style.gridTemplateColumns = columns;
  }

  return { element, button, write: writeRow, stand };
}

// What is in range on every figure and from every place is full, what is out of all hollow.
export const MARKS = { in: "all", depends: "depends", out: "none" } as const;

// A sign that stands for words, which are read out and shown where it is pointed at. Most rows have
// none.
function makeNote(sign: string, put: (note: HTMLElement) => void): (text: string) => void {
  let note: HTMLElement | null = null;
  let told = "";
  return (text) => {
    if (text === told) return;
    told = text;
    note?.remove();
    note = h(
      "span",
      { class: "row-note", title: text },
      h("span", HIDDEN, sign),
      h("span", { class: "unseen" }, text),
    );
    if (text) put(note);
  };
}
