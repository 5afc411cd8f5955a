// The clock of the map: a day on a slider, with the treaty's events on it.

import { h, replace } from "./dom.js";

const DAY_MS = 86400000;
const STEP_MS = 1200;

const dayNumber = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
const isoDay = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);

export function makeTimeline(data, onChange) {
  const events = data.events;
  // Sites without a day are there on any.
  document.getElementById("timeline").hidden = !events.length;
  const first = dayNumber(events.length ? events[0].day : "1972-01-01");
  const last = Math.max(dayNumber(data.data_version.replaceAll(".", "-")),
    ...events.slice(-1).map((event) => dayNumber(event.day)));
  let current = null;
  let playing = null;
  let sliding = false;

  const slider = h("input", {
    type: "range", min: first, max: last, step: 1, "aria-label": "Day of the map",
    // However far it is slid, that is one step to go back.
    input: () => {
      stop();
      onChange({ date: isoDay(Number(slider.value)) }, { settled: !sliding });
      sliding = true;
    },
    change: () => { sliding = false; },
  });
  const play = h("button", { type: "button", class: "tool", click: () => (playing ? stop() : start()) }, "Play");
  const back = h("button", { type: "button", class: "tool", "aria-label": "Event before", click: () => { stop(); step(-1); } }, "◀");
  const forth = h("button", { type: "button", class: "tool", "aria-label": "Next event", click: () => { stop(); step(1); } }, "▶");
  const any = h("button", { type: "button", class: "tool", click: () => { stop(); onChange({ date: null }); } }, "Any date");
  const words = h("p", { class: "timeline-words", role: "status" });
  const ticks = h("div", { class: "ticks", "aria-hidden": "true" }, events.map((event) => {
    const tick = h("span", { class: "tick", title: `${event.date}: ${event.title}` });
    tick.style.left = `${(100 * (dayNumber(event.day) - first)) / (last - first)}%`;
    return tick;
  }));
  replace(document.getElementById("timeline"), words,
    h("div", { class: "timeline-row" }, any, play, back,
      h("div", { class: "track" }, slider, ticks), forth));

  function step(direction, settled = true) {
    const now = current ?? (direction > 0 ? "0000" : "9999");
    const next = direction > 0 ? events.find((event) => event.day > now)
      : events.findLast((event) => event.day < now);
    if (next) onChange({ date: next.day }, { settled });
    return next;
  }

  function start() {
    play.textContent = "Pause";
    if (!current && events.length) onChange({ date: events[0].day });
    playing = setInterval(() => { if (!step(1, false)) stop(); }, STEP_MS);
  }

  function stop() {
    clearInterval(playing);
    playing = null;
    play.textContent = "Play";
  }

  function show(state) {
    current = state.date;
    slider.value = current ? dayNumber(current) : last;
    slider.setAttribute("aria-valuetext", current ?? "any date");
    any.setAttribute("aria-pressed", String(!current));
    const latest = current && events.findLast((event) => event.day <= current);
    replace(words, current ? h("b", {}, current) : h("b", {}, "Any date"),
      current ? (latest ? (latest.day === current ? `: ${latest.title}` : `, after ${latest.date}: ${latest.title}`) : "")
        : " Every report, whatever its date");
  }

  return { show };
}
