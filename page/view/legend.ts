// How to read the map.

import type { PageData } from "../model/data.ts";
import { type Key, legendFacts } from "../model/legend.ts";
import { h, part, replace } from "./dom.ts";
import { hatchMark } from "./hatches.ts";
import { capitalMark, lineMark, linesMark, siteMark } from "./marks.ts";

export function showLegend(data: PageData): void {
  const { sideBySide, interval, doubt, notStrike, unread, ...facts } = legendFacts(data);
  replace(
    part("legend-body"),
    h("h3", {}, facts.places),
    keys(facts.bands, (band) => capitalMark(band, "all", 14)),
    h("h3", {}, "Filled: in reach of what is reported, on ..."),
    keys(facts.reaches, (reach) => capitalMark("intermediate-range", reach, 14)),
    h("h3", {}, "Rings: whose figure"),
    h(
      "ul",
      {},
      facts.accounts.map(({ mark, words }) => entry(lineMark(mark), words)),
      facts.open.map(({ mark, words }) => entry(lineMark(mark, "open"), words)),
      sideBySide && entry(linesMark(sideBySide.mark, data.strokes.pitch_px), sideBySide.words),
      interval && entry(hatchMark(`interval interval-${interval.mark}`), interval.words),
      doubt === null ? null : entry(hatchMark("doubt"), doubt),
      notStrike === null ? null : entry(lineMark("not-strike"), notStrike),
      unread && entry(lineMark(unread.mark.look, unread.mark.end, true), unread.words),
    ),
    h("h3", {}, "Sites"),
    keys(facts.statuses, (status) => siteMark(status, 18)),
    h("h3", {}, facts.shaded.heading),
    h("p", {}, facts.shaded.means),
  );
}

function keys<Mark>(rows: Key<Mark>[], markOf: (mark: Mark) => SVGElement): HTMLElement {
  return h(
    "ul",
    {},
    rows.map(({ mark, words }) => entry(markOf(mark), words)),
  );
}

function entry(mark: SVGElement, words: string): HTMLElement {
  return h("li", {}, mark, h("span", {}, words));
}
