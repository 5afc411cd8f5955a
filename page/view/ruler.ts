// The figures as bars against the distance: who would have to be right.

import type { Claim, PageData, State } from "../model/data.ts";
import { doubtOf, doubtOn } from "../model/doubt.ts";
import { type Ruler, type RulerRow, rulerOf } from "../model/ruler.ts";
import type { Scene } from "../model/scene.ts";
import { figureText, kmNumber, kmText, rangeNumber } from "../model/units.ts";
import { ANSWERS } from "../model/words.ts";
import { type Child, HIDDEN, h } from "./dom.ts";
import { dots } from "./dots.ts";
import { reportLink } from "./sources.ts";

// `only`: the accounts whose figures are told; without a word those that the state shows.
export function ruler(
  data: PageData,
  index: number,
  { focus, state }: Scene,
  only: State["account"][] = ["all"],
): HTMLElement {
  const facts = rulerOf(data, focus, index, state);
  const rows = facts.rows.filter(({ account }) => only.includes("all") || only.includes(account));
  // They are counted with every account's figures.
  const others = only.includes("all") ? facts.others : [];
  const reports = [...rows, ...others.flatMap((one) => one.rows)]
    .flatMap(({ claims }) => claims)
    .map((claim) => reportLink(data, claim, nameOf(data, claim, state)))
    .filter((link) => link !== null);
  const { name } = data.capitals[index];
  const { units } = state;
  const doubt = doubtOn(data, focus, state) ? doubtOf(data, focus, state).at(index) : null;
  const far = doubt
    ? `${kmNumber(doubt.nearest, units, [])} to ${kmText(doubt.farthest, units, [])}`
    : kmText(facts.distance, units, []);
  const at = h("p", { class: "ruler-at" }, h("span", {}, `${name}, ${far}`));
  place(at, facts.distance, facts);
  return h(
    "div",
    { class: doubt ? "ruler is-doubted" : "ruler" },
    h(
      "div",
      { class: "ruler-plot" },
      h(
        "div",
        { class: "ruler-track", ...HIDDEN },
        grid(facts),
        doubt && bar("ruler-doubt", doubt.nearest, doubt.farthest, facts),
        at,
        line(facts),
      ),
      listOf(rows, facts),
      axis(facts, state),
    ),
    others.map(({ words, rows }) => folded(words, listOf(rows, facts))),
    reports.length
      ? folded(
          "Report an error in a figure",
          h(
            "ul",
            {},
            reports.map((link) => h("li", {}, link)),
          ),
        )
      : null,
  );
}

function nameOf(data: PageData, claim: Claim, { units }: State): string {
  return `${data.systems[claim.system_id].label}, ${figureText(claim, units)}, ${claim.who}`;
}

function folded(words: string, list: HTMLElement): HTMLElement {
  return h("details", { class: "ruler-others" }, h("summary", {}, words), list);
}

function listOf(rows: RulerRow[], facts: Ruler): HTMLElement {
  return h(
    "ul",
    { class: "ruler-rows" },
    rows.map((row) => rowOf(row, facts)),
  );
}

function rowOf(row: RulerRow, facts: Ruler): HTMLElement {
  const { label, look, answer, low, high, openEnded, deciding, unread } = row;
  const classes = ["ruler-row", `look-${look}`];
  if (deciding) classes.push("is-deciding");
  if (unread) classes.push("is-unread");
  return h(
    "li",
    { class: classes.join(" ") },
    h("span", { class: "ruler-label" }, label),
    h("span", { class: "ruler-dot" }, dots([answer])),
    h("span", { class: "unseen" }, ANSWERS[answer]),
    h(
      "span",
      { class: "ruler-bars", ...HIDDEN },
      bar("bar", 0, low, facts),
      high > low ? bar("bar bar-between", low, high, facts) : null,
      openEnded ? bar("bar bar-open", low, facts.end, facts) : null,
    ),
  );
}

function bar(className: string, from: number, to: number, facts: Ruler): HTMLElement {
  const made = h("span", { class: className });
  place(made, from, facts);
  made.style.width = `${share(to - from, facts)}%`;
  return made;
}

function grid(facts: Ruler): Child[] {
  const outside = [
    [0, facts.band[0]],
    [facts.band[1], facts.end],
  ];
  return [
    outside
      .filter(([from, to]) => to > from)
      .map(([from, to]) => bar("ruler-outside", from, Math.min(to, facts.end), facts)),
    facts.ticks.map((km) => place(h("span", { class: "ruler-tick" }), km, facts)),
  ];
}

function line(facts: Ruler): HTMLElement {
  return place(h("span", { class: "ruler-line" }), facts.distance, facts);
}

function axis(facts: Ruler, { units }: State): HTMLElement {
  return h(
    "div",
    { class: "ruler-axis", ...HIDDEN },
    facts.ticks.map((km, k) => {
      const isLast = k === facts.ticks.length - 1;
      const unit = isLast ? h("span", { class: "ruler-unit" }, units) : null;
      return place(h("span", {}, rangeNumber(km, units), unit), km, facts);
    }),
  );
}

function place<E extends HTMLElement>(element: E, km: number, facts: Ruler): E {
  element.style.left = `${share(km, facts)}%`;
  return element;
}

// In percent of the ruler.
function share(km: number, { end }: Ruler): number {
  return Math.max(0, Math.min(100, (100 * km) / end));
}
