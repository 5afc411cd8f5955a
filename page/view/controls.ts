// The row of tools above the map, and the part of the story above the list of sites.

import type { PageData, State } from "../model/data.ts";
import {
  FIT_WORDS,
  FITS,
  MODE_WORDS,
  MODES,
  PROJECTION_WORDS,
  PROJECTIONS,
  themeWords,
} from "../model/words.ts";
import { choice } from "./choice.ts";
import { h, part, replace } from "./dom.ts";

export function makeControls(data: PageData, onChange: (changes: Partial<State>) => void) {
  const theme = h(
    "select",
    { id: "theme", change: () => onChange({ theme: theme.value }) },
    data.themes.map((value) => h("option", { value }, themeWords(value))),
  );
  const mode = choice("mode", "Look at", named(MODES, MODE_WORDS), (value) =>
    onChange({ mode: value }),
  );
  const projection = choice(
    "projection",
    "Projection",
    named(PROJECTIONS, PROJECTION_WORDS),
    (value) => onChange({ projection: value }),
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
    data.sites.length > 1 ? mode.element : null,
    projection.element,
    fit.element,
  );

  function show(state: State): void {
    theme.value = state.theme;
    mode.show(state.mode);
    projection.show(state.projection);
    fit.show(state.fit);
    fit.element.hidden = state.mode === "overview";
  }

  return { show };
}

function named<Value extends string>(values: Value[], words: Record<Value, string>) {
  return values.map((value) => ({ value, words: words[value] }));
}
