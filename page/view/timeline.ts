// The clock of the map: a day on a slider, with the treaty's events on it.

import type { EventData, PageData, State } from "../model/data.ts";
import { dayNumber, daySpan, isoDay, stepFrom, wordsOf } from "../model/timeline.ts";
import { h, part, replace } from "./dom.ts";

const STEP_MS = 1200;

type OnDay = (changes: { date: string | null }, step?: { settled: boolean }) => void;

export function makeTimeline(data: PageData, onChange: OnDay) {
  const { events } = data;
  const { first, last } = daySpan(data);
  const place = part("timeline");
  // Sites without a day are there on any.
  place.hidden = !events.length;
  let current: string | null = null;
  let playing: number | null = null;
  let sliding = false;

  const slider = h("input", {
    type: "range",
    min: first,
    max: last,
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
  const play = tool("Play", () => (playing === null ? start() : stop()));
  const any = tool("Any date", () => {
    stop();
    onChange({ date: null });
  });
  const back = tool("◀", () => stepBy(-1), "Event before");
  const forth = tool("▶", () => stepBy(1), "Next event");
  const words = h("p", { class: "timeline-words", role: "status" });
  const ticks = h("div", { class: "ticks", "aria-hidden": "true" }, events.map(tickOf));
  const track = h("div", { class: "track" }, slider, ticks);
  replace(place, words, h("div", { class: "timeline-row" }, any, play, back, track, forth));

  function tickOf({ date, title, day }: EventData): HTMLElement {
    const tick = h("span", { class: "tick", title: `${date}: ${title}` });
    tick.style.left = `${(100 * (dayNumber(day) - first)) / (last - first)}%`;
    return tick;
  }

  function stepBy(direction: 1 | -1): void {
    stop();
    step(direction);
  }

  function step(direction: 1 | -1, settled = true): boolean {
    const next = stepFrom(events, current, direction);
    if (next) onChange({ date: next.day }, { settled });
    return next !== undefined;
  }

  function start(): void {
    play.textContent = "Pause";
    if (!current) step(1);
    playing = window.setInterval(() => {
      if (!step(1, false)) stop();
    }, STEP_MS);
  }

  function stop(): void {
    if (playing !== null) window.clearInterval(playing);
    playing = null;
    play.textContent = "Play";
  }

  function show({ date }: State): void {
    current = date;
    slider.value = String(date ? dayNumber(date) : last);
    slider.setAttribute("aria-valuetext", date ?? "any date");
    any.setAttribute("aria-pressed", String(!date));
    const { day, rest } = wordsOf(events, date);
    replace(words, h("b", {}, day), rest);
  }

  return { show };
}

function tool(words: string, click: () => void, label: string | null = null): HTMLButtonElement {
  return h("button", { type: "button", class: "tool", "aria-label": label, click }, words);
}
