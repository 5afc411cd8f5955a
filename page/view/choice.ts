// A choice of one: buttons side by side, or a list where there is no room for them. Which of the two
// is seen is the style sheet's affair; the other is not there for a screen reader either.

import { arrange, h } from "./dom.ts";

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
  const inputs = options.map(({ value, words }) => {
    const input = h("input", { type: "radio", name, value, change: () => onChoose(value) });
    const label = h("label", {}, input, h("span", {}, words));
    return { value, input, label, option: h("option", { value }, words) };
  });
  const list = h("select", {
    class: "choice-list",
    "aria-label": legend,
    change: () => onList(),
  });
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
        inputs.map(({ label }) => label),
      ),
    ),
    list,
  );

  function onList(): void {
    const chosen = options.find(({ value }) => value === list.value);
    if (chosen) onChoose(chosen.value);
  }

  // `left`: what there is to choose now.
  function show(chosen: Value | null, left = options.map(({ value }) => value)): void {
    for (const { value, input, label } of inputs) {
      input.checked = value === chosen;
      label.hidden = !left.includes(value);
    }
    const offered = inputs.filter(({ label }) => !label.hidden).map(({ option }) => option);
    arrange(list, offered);
    if (chosen === null) list.prepend(none);
    else none.remove();
    list.value = chosen ?? "";
  }

  return { element, show };
}
