// Beside the map: the headline, the sites, and what is reported at the one in focus.

import { comparison } from "../model/compare.ts";
import { coverage } from "../model/coverage.ts";
import type { ChargeRecord, Coverage, PageData, Site } from "../model/data.ts";
import { doubtOf, doubtOn } from "../model/doubt.ts";
import { finding } from "../model/finding.ts";
import { isCalled, othersCalled, type SiteEntry, siteEntry } from "../model/listing.ts";
import { overlap } from "../model/overlap.ts";
import { type FigureFacts, type SystemFacts, siteNotes, systemFacts } from "../model/reported.ts";
import { systemsAt } from "../model/reports.ts";
import { listedIn, type Scene } from "../model/scene.ts";
import { arrange, h, makeButton, part, replace, write } from "./dom.ts";
import { afterPaint } from "./later.ts";
import { lineMark, siteMark } from "./marks.ts";
import { citationLine, citedLine } from "./sources.ts";

export function showHead(data: PageData, scene: Scene): void {
  const { kicker, title, deck } = headOf(data, scene);
  write(part("kicker"), kicker);
  showHeadline(title);
  write(part("deck"), deck);
}

interface Head {
  kicker: string;
  title: string;
  deck: string;
}

// What is found, in the words of what is looked at.
function headOf(data: PageData, { focus, state }: Scene): Head {
  if (state.mode === "overview") return overlap(data, state);
  if (state.mode === "compare") return comparison(data, state);
  const found = finding(data, focus, state);
  if (!doubtOn(data, focus, state)) return found;
  return { ...doubtOf(data, focus, state), kicker: found.kicker };
}

// The style sheet makes it as large as three lines of it may be: only its length is not known there.
function showHeadline(title: string): void {
  const headline = part("headline");
  if (headline.textContent === title) return;
  // A day is never broken in two.
  replace(
    headline,
    title.split(DAY).map((text, k) => (k % 2 ? h("span", { class: "day" }, text) : text)),
  );
  headline.style.setProperty("--long", inEms(title).toFixed(1));
}

const DAY = /(\d{4}-\d{2}-\d{2})/;
const EM_PX = 100;
let pen: CanvasRenderingContext2D | null = null;

// How long words are on one line of the headline's type; measured without laying out the page.
function inEms(words: string): number {
  if (!pen) {
    pen = document.createElement("canvas").getContext("2d");
    const family = getComputedStyle(part("headline")).fontFamily;
    if (pen) pen.font = `700 ${EM_PX}px ${family}`;
  }
  return pen ? pen.measureText(words).width / EM_PX : words.length / 2;
}

interface Item {
  entry: SiteEntry;
  button: HTMLElement;
  item: HTMLElement;
}

export function makeSiteList(
  data: PageData,
  onChoose: (id: string) => void,
  onEveryPart: () => void,
) {
  const list = part("sites");
  const search = part("site-search", HTMLInputElement);
  const others = makeButton({ class: "tool", click: onEveryPart });
  list.after(others);
  let items: Item[] = [];
  let drawn = "";
  let scene: Scene | null = null;
  const placing = afterPaint(bringIntoView);
  // What is said of a site is the same on most days.
  const made = new Map<string, Item>();
  let placed: Site | null = null;

  function draw(next: Scene): void {
    scene = next;
    const { shown, focus, state } = scene;
    const listed = listedIn(data, state);
    const now = [listed.theme, listed.date, shown.length].join("|");
    const isNew = now !== drawn;
    if (isNew) {
      items = shown.map((site) => itemFor(siteEntry(data, site, listed)));
      arrange(
        list,
        items.map(({ item }) => item),
      );
      find();
    }
    drawn = now;
    for (const { entry, button } of items) {
      const isFocus = String(entry.site === focus && state.mode !== "overview");
      if (button.getAttribute("aria-pressed") === isFocus) continue;
      button.setAttribute("aria-pressed", isFocus);
    }
    // Where it stands in the list is asked for when all is laid out anyway.
    if (isNew || focus !== placed) placing.soon();
    placed = focus;
  }

  function bringIntoView(): void {
    const focus = scene?.focus;
    const item = items.find(({ entry }) => entry.site === focus)?.item;
    if (item) list.scrollTop = item.offsetTop - (list.clientHeight - item.clientHeight) / 2;
  }

  function itemFor(entry: SiteEntry): Item {
    const { site, ...words } = entry;
    const said = JSON.stringify([site.id, site.name, words]);
    const item = made.get(said) ?? itemOf(entry);
    made.set(said, item);
    return { ...item, entry };
  }

  function itemOf(entry: SiteEntry): Item {
    const { site, status, what } = entry;
    const button = makeButton(
      { class: "site", click: () => onChoose(site.id) },
      siteMark(status, 20),
      h("span", { class: "site-name" }, site.name),
      h("span", { class: "site-what" }, what),
    );
    return { entry, button, item: h("li", {}, button) };
  }

  function find(): void {
    for (const { entry, item } of items) item.hidden = !isCalled(data, entry, search.value);
    const count = scene ? othersCalled(data, scene.shown, scene.state, search.value) : 0;
    others.hidden = !count;
    others.textContent = `Show ${count} more in other parts of the story`;
  }

  search.addEventListener("input", find);
  return { draw };
}

export function makeReported(data: PageData) {
  let drawn: Coverage | null = null;
  let cards = new Map<string, HTMLElement>();

  // What stands there already is left, with what a reader has opened of it.
  function draw({ focus, state }: Scene): void {
    const found = coverage(data, focus, state);
    if (found === drawn) return;
    drawn = found;
    const before = cards;
    cards = new Map();
    for (const words of siteNotes(data, focus)) {
      cards.set(words, before.get(words) ?? noted(words));
    }
    for (const id of systemsAt(focus, state)) {
      const facts = systemFacts(data, focus, id, state);
      const said = JSON.stringify(facts);
      cards.set(said, before.get(said) ?? systemCard(data, facts));
    }
    arrange(part("reported"), [...cards.values()]);
  }

  return { draw };
}

function noted(words: string): HTMLElement {
  return h("p", { class: "note" }, words);
}

function systemCard(data: PageData, facts: SystemFacts): HTMLElement {
  const { figures, charges } = facts;
  return h(
    "section",
    { class: "system" },
    h("h3", {}, facts.name),
    h("p", { class: "system-what" }, facts.what),
    h(
      "ul",
      { class: "reports" },
      facts.reports.map((row) => report(data, row)),
    ),
    figures.length
      ? h(
          "ul",
          { class: "claims" },
          figures.map((one) => figure(data, one)),
        )
      : noted(facts.noFigure),
    charges.length
      ? h(
          "details",
          { class: "charges" },
          h("summary", {}, `Charges and answers (${charges.length})`),
          charges.map((row) => charge(data, row)),
        )
      : null,
    facts.note ? noted(facts.note) : null,
  );
}

function charge(data: PageData, row: ChargeRecord): HTMLElement {
  return h(
    "div",
    { class: "charge" },
    h("h4", {}, `${row.accuser} against ${row.accused}, ${row.date}`),
    h("p", {}, h("b", {}, "Charge: "), row.charge),
    h("p", {}, h("b", {}, "Answer: "), row.answer),
    h(
      "p",
      { class: "citation" },
      row.article ? `${row.article}. ` : "",
      citedLine(data, row.source_ids),
    ),
  );
}

function report(data: PageData, { report, status, words }: SystemFacts["reports"][0]): HTMLElement {
  const { source_ids: ids, note } = report;
  return h(
    "li",
    {},
    h(
      "details",
      {},
      h("summary", {}, h("span", { class: `status status-${status}` }, status), " ", words),
      h(
        "p",
        { class: "citation" },
        citedLine(data, ids),
        ids.length ? "" : "No publication is given for this report. ",
        note,
      ),
    ),
  );
}

function figure(data: PageData, facts: FigureFacts): HTMLElement {
  const { claim, line, whose, verdicts, reasons, positions } = facts;
  const summary = h(
    "summary",
    {},
    line ? lineMark(line.look, line.end) : h("span"),
    h("strong", {}, claim.figure),
    h("span", { class: "whose" }, whose),
    verdicts.length ? h("span", { class: "verdicts" }, verdicts.map(verdict)) : null,
  );
  return h(
    "li",
    {},
    h(
      "details",
      {},
      summary,
      reasons.map((words) => h("p", {}, words)),
      positions.map(({ who, what }) => h("p", { class: "position" }, h("b", {}, `${who}: `), what)),
      citationLine(data, claim),
    ),
  );
}

function verdict({ outcome, words }: FigureFacts["verdicts"][0]): HTMLElement {
  return h("span", { class: `verdict verdict-${outcome.replace(/\W+/g, "-")}` }, words);
}
