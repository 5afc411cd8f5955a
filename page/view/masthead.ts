// The head of the page: cases that are one click away, a search for all, the units.

import { casesOf } from "../model/cases.ts";
import type { PageData, State, Units } from "../model/data.ts";
import { UNITS } from "../model/words.ts";
import { choice } from "./choice.ts";
import { part, replace } from "./dom.ts";

export interface MastheadActions {
  onCase: (state: State) => void;
  onUnits: (units: Units) => void;
}

export function makeMasthead(data: PageData, { onCase, onUnits }: MastheadActions) {
  const cases = casesOf(data);
  const chooser = choice(
    "case",
    "Start from",
    cases.map(({ name }) => ({ value: name, words: name })),
    (name) => {
      const chosen = cases.find((one) => one.name === name);
      if (chosen) onCase(chosen.state);
    },
  );
  const units = choice(
    "units",
    "Units",
    UNITS.map((value) => ({ value, words: value })),
    onUnits,
  );
  replace(part("cases"), cases.length ? chooser.element : null);
  replace(part("masthead-tools"), units.element);

  function show(state: State): void {
    chooser.show(cases.find((one) => one.is(state))?.name ?? null);
    units.show(state.units);
  }

  return { show };
}
