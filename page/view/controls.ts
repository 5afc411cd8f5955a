// The switches above the list: part of the story, whose figures, way of looking.

import type { PageData, State } from "../model/data.ts";
import { ACCOUNT_SWITCH, MODE_WORDS, MODES, themeWords } from "../model/words.ts";
import { h, part, replace } from "./dom.ts";

export function makeControls(data: PageData, onChange: (changes: Partial<State>) => void) {
  const theme = h(
    "select",
    { id: "theme", change: () => onChange({ theme: theme.value }) },
    data.themes.map((value) => h("option", { value }, themeWords(value))),
  );
  const account = radios("account", "Whose figures", data.accounts, ACCOUNT_SWITCH, (value) =>
    onChange({ account: value }),
  );
  const mode = radios("mode", "Look at", MODES, MODE_WORDS, (value) => onChange({ mode: value }));
  // A switch that leaves no choice is not there; "all" is beside each.
  replace(
    part("story"),
    data.themes.length > 1 ? h("label", { class: "field" }, "Part of the story", theme) : null,
  );
  replace(
    part("controls"),
    data.accounts.length > 2 ? account.element : null,
    mode.element,
  );

  function show(state: State): void {
    theme.value = state.theme;
    account.show(state.account);
    mode.show(state.mode);
  }

  return { show };
}

function radios<Word extends string>(
  name: string,
  legend: string,
  values: Word[],
  words: Record<Word, string>,
  onChoose: (value: Word) => void,
) {
  const inputs = values.map((value) => ({
    value,
    input: h("input", { type: "radio", name, value, change: () => onChoose(value) }),
  }));
  const element = h(
    "fieldset",
    { class: "switch" },
    h("legend", {}, legend),
    h(
      "div",
      { class: "switch-row" },
      inputs.map(({ value, input }) => h("label", {}, input, h("span", {}, words[value]))),
    ),
  );

  function show(chosen: Word): void {
    for (const { value, input } of inputs) input.checked = value === chosen;
  }

  return { element, show };
}
