// The row of tools above the map, and the part of the story above the list of sites.

import type { PageData, State } from "../model/data.ts";
import { countSeen } from "../model/twins.ts";
import {
  COUNTING_WORDS,
  COUNTINGS,
  FIT_WORDS,
  FITS,
  MODE_WORDS,
  MODES,
  PROJECTION_WORDS,
  PROJECTIONS,
  themeWords,
} from "../model/words.ts";
import { choice } from "./choice.ts";
import { h, makeButton, part, replace } from "./dom.ts";
import { roomNow } from "./stage.ts";

export function makeControls(data: PageData, onChange: (changes: Partial<State>) => void) {
  const theme = h(
    "select",
    { id: "theme", change: () => onChange({ theme: theme.value }) },
    data.themes.map((value) => h("option", { value }, themeWords(value))),
  );
  const modes = MODES.filter((one) => one !== "overview" || data.sites.length > 1);
  const mode = choice("mode", "Look at", named(modes, MODE_WORDS), (value) =>
    onChange({ mode: value }),
  );
  const projection = choice(
    "projection",
    "Projection",
    named(PROJECTIONS, PROJECTION_WORDS),
    (value) => onChange({ projection: value }),
  );
  const count = choice("count", "Count", named(COUNTINGS, COUNTING_WORDS), (value) =>
    onChange({ count: value }),
  );
  let isDoubted = false;
  const doubt = makeButton(
    {
      class: "tool tool-doubt",
      title: `Which ${data.place}s are in range wherever the launcher may stand, and which are not`,
      click: () => onChange({ doubt: !isDoubted }),
    },
    "Doubt",
  );
  const fit = choice("fit", "Fit", named(FITS, FIT_WORDS), (value) => onChange({ fit: value }));
  // A choice that leaves none is not there; "all" is beside each part of the story.
  const hasParts = data.themes.length > 1;
  replace(
    part("story"),
    hasParts ? h("label", { class: "field" }, "Part of the story", theme) : null,
  );
  replace(
    part("controls"),
    mode.element,
    projection.element,
    h("span", { class: "controls-end" }, doubt, count.element, fit.element),
  );

  // `doubted`: whether the doubt is drawn; null where there is none to draw.
  function show(state: State, doubted: boolean | null): void {
    theme.value = state.theme;
    mode.show(state.mode);
    projection.show(state.projection);
    const room = roomNow();
    const both = countSeen({ count: "both" }, room);
    count.show(
      countSeen(state, room),
      COUNTINGS.filter((one) => one !== "both" || one === both),
    );
    fit.show(state.fit);
    isDoubted = doubted ?? false;
    doubt.setAttribute("aria-pressed", String(isDoubted));
    doubt.hidden = doubted === null;
    count.element.hidden = state.mode !== "overview";
    fit.element.hidden = state.mode === "overview";
  }

  return { show };
}

function named<Value extends string>(values: Value[], words: Record<Value, string>) {
  return values.map((value) => ({ value, words: words[value] }));
}
