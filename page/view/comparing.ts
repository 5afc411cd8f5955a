// What is compared: two accounts, days, systems or sites, and which places change hands between them.

import {
  type Block,
  type Comparison,
  comparison,
  firstPair,
  optionsOf,
  type Side,
  WHATS,
  type What,
} from "../model/compare.ts";
import { isReached } from "../model/coverage.ts";
import type { CapitalData, PageData, State } from "../model/data.ts";
import type { Scene } from "../model/scene.ts";
import { kmNumber } from "../model/units.ts";
import { choice } from "./choice.ts";
import { h, makeButton, part, replace, write } from "./dom.ts";
import { capitalMark } from "./marks.ts";

const WHAT_WORDS: Record<What, string> = {
  account: "Accounts",
  day: "Days",
  system: "Systems",
  site: "Sites",
};

export function makeComparing(
  data: PageData,
  onSides: (sides: Partial<State>) => void,
  onCapital: (place: CapitalData) => void,
) {
  const place = part("comparing");
  const kinds = choice(
    "what",
    "what is set against what",
    WHATS.map((value) => ({ value, words: WHAT_WORDS[value] })),
    (what) => {
      const pair = shown && firstPair(data, shown.state, what);
      if (pair?.left) choose(pair);
    },
  );
  const left = picker("A", (value) => choosing(0, value));
  const right = picker("B", (value) => choosing(1, value));
  const swap = makeButton(
    { class: "tool swap", title: "Swap A and B", "aria-label": "Swap A and B" },
    "⇄",
  );
  swap.addEventListener("click", () => found && choosing(0, found.sides[1].id));
  const blocks = h("div", { class: "blocks" });
  const rest = h("p", { class: "note" });
  const pickers = h("div", { class: "pickers" }, left.element, swap, right.element);
  replace(place, h("div", { class: "kinds" }, kinds.element), pickers, blocks, rest);
  let shown: Scene | null = null;
  let found: Comparison | null = null;
  let drawn = "";
  let allowed = "";

  // The map goes where both sides are seen; two accounts or days have one place.
  function choose(pair: Pick<State, "left" | "right">): void {
    onSides({ ...pair, view: null });
  }

  // What the other side is already changes places with it.
  function choosing(k: 0 | 1, value: string): void {
    if (!found) return;
    const ids = found.sides.map(({ id }) => id);
    if (ids[1 - k] === value) ids.reverse();
    else ids[k] = value;
    const [left, right] = ids;
    if (found.what === "account" || found.what === "day") onSides({ left, right });
    else choose({ left, right });
  }

  function draw(scene: Scene): void {
    shown = scene;
    const { state, chosen } = scene;
    place.hidden = state.mode !== "compare";
    if (place.hidden) return;
    found = comparison(data, state);
    kinds.show(found.what);
    forbid(state);
    const options = optionsOf(data, state, found.what);
    pickers.classList.toggle("has-days", found.what === "day");
    left.show(options, found.sides[0], found.what);
    right.show(options, found.sides[1], found.what);
    const now = JSON.stringify([found.blocks, found.rest, state.units]);
    if (now !== drawn) {
      drawn = now;
      replace(blocks, found.blocks.map(blockOf));
      write(rest, found.rest);
    }
    for (const item of blocks.querySelectorAll<HTMLElement>("[data-capital]")) {
      const isChosen = chosen !== null && data.capitals[chosen].id === item.dataset.capital;
      if (isChosen) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    }
  }

  // A kind of which there are no two here.
  function forbid(state: State): void {
    const now = JSON.stringify([state.site, state.theme, state.pin]);
    if (now === allowed) return;
    allowed = now;
    for (const what of WHATS) {
      const isOff = !firstPair(data, state, what)?.left;
      for (const one of kinds.element.querySelectorAll<HTMLInputElement | HTMLOptionElement>(
        `[value="${what}"]`,
      )) {
        one.disabled = isOff;
      }
    }
  }

  function blockOf({ number, words, note, rows, seats }: Block): HTMLElement {
    const head = h("h2", {}, h("b", {}, number), ` ${words} `, h("small", {}, note));
    const list = [h("ul", {}, rows.map(rowOf)), seats ? h("p", { class: "note" }, seats) : null];
    // What is in range on neither side is told where it is asked for.
    const isFolded = !rows.some(({ reach }) => isReached(reach));
    return h(
      "section",
      { class: "block" },
      isFolded ? h("details", {}, h("summary", {}, head), list) : [head, list],
    );
  }

  function rowOf({ index, km, band, reach }: Block["rows"][0]): HTMLElement {
    const capital = data.capitals[index];
    const units = shown?.state.units ?? "km";
    return h(
      "li",
      { "data-capital": capital.id },
      capitalMark(band, reach, 14),
      makeButton({ click: () => onCapital(capital) }, capital.name),
      h("span", { class: "number" }, kmNumber(km, units, [])),
    );
  }

  return { draw };
}

// A side to choose: from a list of what there is, or any day.
function picker(letter: string, onChoose: (value: string) => void) {
  const list = h("select", { "aria-label": letter, change: () => onChoose(list.value) });
  const day = h("input", { type: "date", "aria-label": `${letter}, any day` });
  day.addEventListener("change", () => day.value && onChoose(day.value));
  const element = h("div", { class: "picker" }, h("b", {}, letter), list, day);
  let listed = "";

  function show(options: { value: string; words: string }[], { id, look }: Side, what: What): void {
    day.hidden = what !== "day";
    const now = JSON.stringify(options);
    if (now !== listed) {
      listed = now;
      replace(
        list,
        options.map(({ value, words }) => h("option", { value }, words)),
      );
    }
    list.value = id;
    if (what === "day") day.value = id;
    element.className = `picker look-${look ?? "all"}`;
  }

  return { element, show };
}
