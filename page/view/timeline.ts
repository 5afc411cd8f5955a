// The clock of the map: a day on a slider, and steps through what happened to what is shown.

import { comparison } from "../model/compare.ts";
import type { PageData } from "../model/data.ts";
import { lastDay } from "../model/days.ts";
import type { Scene } from "../model/scene.ts";
import {
  dayNumber,
  daySpan,
  isoDay,
  playFrom,
  type Step,
  stepFrom,
  stepsOf,
  wordsOf,
  yearFrom,
} from "../model/timeline.ts";
import { HIDDEN, h, makeButton, part, renew, replace } from "./dom.ts";

const STEP_MS = 1200;
// So many years are written under the slider.
const YEARS = 6;

type OnDay = (changes: { date: string | null }, step?: { settled: boolean }) => void;

export function makeTimeline(data: PageData, onChange: OnDay) {
  const place = part("timeline");
  let steps: Step[] = [];
  let span = { first: 0, last: 1 };
  let current: string | null = null;
  let playing: number | null = null;
  let sliding = false;
  let drawn = "";

  const slider = h("input", {
    type: "range",
    step: 1,
    "aria-label": "Day of the map",
    // However far it is slid, that is one step to go back.
    input: () => {
      stop();
      onChange({ date: isoDay(slider.valueAsNumber) }, { settled: !sliding });
      sliding = true;
    },
    change: () => {
      sliding = false;
    },
  });
  slider.addEventListener("keydown", onKey);
  const play = tool("Play", () => (playing === null ? start() : stop()));
  const any = tool("Any date", () => {
    stop();
    onChange({ date: null });
  });
  const back = tool("◀", () => stepBy(-1), "Event before");
  const forth = tool("▶", () => stepBy(1), "Next event");
  const words = h("p", { class: "timeline-words", role: "status" });
  const ticks = h("div", { class: "ticks", ...HIDDEN });
  const years = h("div", { class: "years", ...HIDDEN });
  const track = h("div", { class: "track" }, ticks, slider, years);
  replace(
    place,
    h("div", { class: "timeline-row" }, any, back, forth, play),
    h("div", { class: "timeline-days" }, words, track),
  );

  // By events, and by years; the slider itself would go by a day or by a tenth of all.
  function onKey(event: KeyboardEvent): void {
    const { key } = event;
    const direction = ["ArrowRight", "ArrowUp", "PageUp"].includes(key) ? 1 : -1;
    if (/^Arrow/.test(key)) stepBy(direction);
    else if (/^Page/.test(key)) {
      stop();
      onChange({ date: yearFrom(data, current, direction) });
    } else return;
    event.preventDefault();
  }

  function stepBy(direction: 1 | -1): void {
    stop();
    step(direction);
  }

  function step(direction: 1 | -1, settled = true): boolean {
    const next = stepFrom(steps, current, direction);
    if (next) onChange({ date: next.day }, { settled });
    return next !== undefined;
  }

  function start(): void {
    const first = current === null ? playFrom(steps) : null;
    if (first) onChange({ date: first.day });
    play.textContent = "Pause";
    playing = window.setInterval(() => {
      if (!step(1, false)) stop();
    }, STEP_MS);
  }

  function stop(): void {
    if (playing !== null) window.clearInterval(playing);
    playing = null;
    play.textContent = "Play";
  }

  function draw(scene: Scene): void {
    current = scene.state.date;
    steps = stepsOf(data, scene);
    const { mode } = scene.state;
    // Where two days are compared there is no one day of the map.
    const isCompared = mode === "compare" && comparison(data, scene.state).what === "day";
    place.hidden = !steps.length || isCompared;
    span = daySpan(data, steps);
    drawScale();
    const { first, last } = span;
    slider.min = String(first);
    slider.max = String(last);
    slider.value = String(current ? dayNumber(current) : last);
    any.setAttribute("aria-pressed", String(!current));
    // All sites are counted on a day, or on the last that is on file.
    const isLast = mode === "overview" && !current;
    any.textContent = mode === "overview" ? "Last day" : "Any date";
    const { day, rest } = isLast
      ? { day: lastDay(data) ?? "", rest: ", the last day on file" }
      : wordsOf(steps, current);
    slider.setAttribute("aria-valuetext", day + rest);
    const said = day + rest;
    if (words.textContent !== said) replace(words, h("b", {}, day), rest);
  }

  function drawScale(): void {
    const now = JSON.stringify([span, steps]);
    if (now === drawn) return;
    drawn = now;
    renew(
      ticks,
      steps.map(({ date, title, day, kind }) =>
        at(dayNumber(day), h("span", { class: `tick tick-${kind}`, title: `${date}: ${title}` })),
      ),
    );
    renew(
      years,
      yearsOf(span).map((year) => at(dayNumber(`${year}-01-01`), h("span", {}, String(year)))),
    );
  }

  function at(day: number, element: HTMLElement): HTMLElement {
    element.style.left = `${(100 * (day - span.first)) / (span.last - span.first)}%`;
    return element;
  }

  return { draw };
}

// Years to write under the slider, evenly.
function yearsOf({ first, last }: { first: number; last: number }): number[] {
  const [from, to] = [first, last].map((day) => Number(isoDay(day).slice(0, 4)));
  const step = Math.max(1, Math.ceil((to - from) / YEARS));
  const steps = Array.from({ length: Math.floor((to - from) / step) }, (_, k) => k + 1);
  return steps.map((k) => to - step * (k - 1)).reverse();
}

function tool(words: string, click: () => void, label: string | null = null): HTMLButtonElement {
  return makeButton({ class: "tool", "aria-label": label, click }, words);
}
