// The views that are one click away.

import type { PageData, State } from "./data.ts";
import { readState } from "./state.ts";

export interface Case {
  name: string;
  state: State;
  // Whether a state shows it.
  is: (state: State) => boolean;
}

export function casesOf(data: PageData): Case[] {
  return data.cases.map(({ name, fragment }) => {
    const { state } = readState(data, fragment);
    const is = ({ site, date, mode }: State) =>
      mode === "focus" && site === state.site && date === state.date;
    return { name, state, is };
  });
}
