// The search in the head of the page: a site to look at, a place to choose, a position to launch from.

import type { PageData, State } from "../model/data.ts";
import { type Found, find } from "../model/find.ts";
import { h, part, replace } from "./dom.ts";

export function makeFind(data: PageData, onFound: (found: Found) => void) {
  const list = h("ul", { class: "found", id: "found", role: "listbox", "aria-label": "Found" });
  const input = h("input", {
    class: "search",
    id: "find-text",
    type: "text",
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": "found",
    "aria-autocomplete": "list",
    "aria-label": `Find a site, a ${data.place} or a position`,
    placeholder: `Site, ${data.place}, 54.7 N 20.5 E`,
    autocomplete: "off",
    spellcheck: "false",
    input: look,
  });
  let state: State | null = null;
  let shown: Found[] = [];
  let at = -1;
  list.hidden = true;
  replace(part("find"), input, list);
  input.addEventListener("keydown", onKey);
  // A press in the list takes the keyboard from the input before it is a click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("blur", shut);

  function look(): void {
    shown = state ? find(data, input.value, state) : [];
    const nothing = input.value.trim() && !shown.length;
    replace(
      list,
      shown.map(option),
      nothing
        ? h("li", { class: "found-none", role: "presentation" }, "Nothing of that name")
        : null,
    );
    list.hidden = !list.childElementCount;
    input.setAttribute("aria-expanded", String(!list.hidden));
    point(shown.length ? 0 : -1);
  }

  function option(found: Found, k: number): HTMLElement {
    const where =
      "where" in found ? `${found.where} · ${found.kind === "site" ? "site" : data.place}` : "";
    return h(
      "li",
      { id: `found-${k}`, role: "option", click: () => take(found) },
      h("b", {}, found.name),
      h("span", {}, ` ${where}`),
    );
  }

  function point(k: number): void {
    at = k;
    [...list.children].forEach((item, j) => {
      item.setAttribute("aria-selected", String(j === k));
    });
    if (k < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `found-${k}`);
  }

  function onKey(event: KeyboardEvent): void {
    if (list.hidden) return;
    if (event.key === "Enter" && shown[at]) take(shown[at]);
    else if (event.key === "Escape") shut();
    else if (event.key === "ArrowDown") point(Math.min(shown.length - 1, at + 1));
    else if (event.key === "ArrowUp") point(Math.max(0, at - 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function take(found: Found): void {
    input.value = "";
    shut();
    onFound(found);
  }

  function shut(): void {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function draw(now: State): void {
    state = now;
  }

  return { draw };
}
