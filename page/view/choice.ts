// A choice of one: buttons side by side, or a list where there is no room for them. Which of the two
// is seen is the style sheet's affair; the other is not there for a screen reader either.

import { h } from "./dom.ts";

export interface Option<Value extends string> {
  value: Value;
  words: string;
}

export function choice<Value extends string>(
  name: string,
  legend: string,
  options: Option<Value>[],
  onChoose: (value: Value) => void,
) {
  const inputs = options.map(({ value, words }) => ({
    value,
    words,
    input: h("input", { type: "radio", name, value, change: () => onChoose(value) }),
  }));
  const list = h(
    "select",
    { class: "choice-list", "aria-label": legend, change: () => onList() },
    options.map(({ value, words }) => h("option", { value }, words)),
  );
  // Stands in the list while none of its options is what is shown.
  const none = h("option", { value: "", disabled: true }, legend);
  const element = h(
    "div",
    { class: `choice choice-${name}` },
    h(
      "fieldset",
      { class: "switch" },
      h("legend", {}, legend),
      h(
        "div",
        { class: "switch-row" },
        inputs.map(({ input, words }) => h("label", {}, input, h("span", {}, words))),
      ),
    ),
    list,
  );

  function onList(): void {
    const chosen = options.find(({ value }) => value === list.value);
    if (chosen) onChoose(chosen.value);
  }

  function show(chosen: Value | null): void {
    for (const { value, input } of inputs) input.checked = value === chosen;
    if (chosen === null) list.prepend(none);
    else none.remove();
    list.value = chosen ?? "";
  }

  return { element, show };
}
