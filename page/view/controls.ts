// The switches above the list: part of the story, whose figures, way of looking.

import { h, replace } from "./dom.js";
import { MODE_WORDS } from "./words.js";

const THEME_WORDS = {
  debate: "The debate of 2014 to 2019", eliminated: "Eliminated: the forces of 1987",
  "third-parties": "Third parties: the proposals of 2004 and 2007", "after-inf": "After the treaty",
  all: "All of them",
};
const ACCOUNT_SWITCH = {
  all: "All", operator: "Operator", opponent: "Opponent", independent: "Independent", user: "My own",
};

export function makeControls(data, onChange) {
  const theme = h("select", { id: "theme", change: () => onChange({ theme: theme.value }) },
    data.themes.map((value) => h("option", { value }, THEME_WORDS[value])));
  const account = radios("account", "Whose figures",
    Object.fromEntries(data.accounts.map((value) => [value, ACCOUNT_SWITCH[value]])), onChange);
  const mode = radios("mode", "Look at", MODE_WORDS, onChange);
  // A switch that leaves no choice is not there; "all" is beside each.
  replace(document.getElementById("controls"),
    data.themes.length > 1 ? h("label", { class: "field" }, "Part of the story", theme) : null,
    data.accounts.length > 2 ? account.element : null, mode.element);
  return {
    show(state) {
      theme.value = state.theme;
      account.show(state.account);
      mode.show(state.mode);
    },
  };
}

function radios(name, legend, choices, onChange) {
  const inputs = Object.entries(choices).map(([value, words]) => {
    const input = h("input", { type: "radio", name, value, change: () => onChange({ [name]: value }) });
    return [input, h("label", {}, input, h("span", {}, words))];
  });
  const element = h("fieldset", { class: "switch" }, h("legend", {}, legend),
    h("div", { class: "switch-row" }, inputs.map(([, label]) => label)));
  return { element, show: (value) => inputs.forEach(([input]) => { input.checked = input.value === value; }) };
}
