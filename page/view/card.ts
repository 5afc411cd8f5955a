// The card of the chosen capital, docked under the map: distance, azimuth, who would have to be
// right. On a phone it is a sheet that opens from below.

import { type CapitalFacts, capitalFacts } from "../model/card.ts";
import { comparison } from "../model/compare.ts";
import type { PageData, State } from "../model/data.ts";
import { doubtOf, doubtOn } from "../model/doubt.ts";
import type { Scene } from "../model/scene.ts";
import { h, makeButton, part, replace, write } from "./dom.ts";
import type { Seen } from "./points.ts";
import { ruler } from "./ruler.ts";
import { makeSheet } from "./sheet.ts";

interface Choices {
  onClose: () => void;
  onSeen: (one: Seen) => void;
}

export function makeCard(data: PageData, { onClose, onSeen }: Choices) {
  const card = part("card");
  const spoken = part("said");
  const sheet = makeSheet(card, close);
  let drawn = "";
  let several: Seen[] | null = null;
  // Where the keyboard was as the card opened.
  let opener: HTMLElement | null = null;

  function show(scene: Scene): void {
    const { chosen: index, focus, state } = scene;
    const { theme, account, date, units, mode, system, doubt, left, right } = state;
    const cut = [theme, account, date, units, mode, system, doubt, left, right];
    const now = JSON.stringify([index, focus.id, state.pin, ...cut]);
    if (now === drawn) return;
    const before = drawn;
    drawn = now;
    // All sites have a list for a place.
    if (index === null || mode === "overview") {
      hide();
      return;
    }
    const isOther = !before || JSON.parse(before)[0] !== index;
    if (isOther && before) opener = held();
    several = null;
    const facts = capitalFacts(data, focus, index, state);
    const said = saidOf(scene, index, facts);
    card.setAttribute("aria-labelledby", "card-name");
    replace(
      card,
      sheet.handle,
      h(
        "div",
        { class: "card-text" },
        head(facts.name, facts.place),
        said.map(([strong, words]) =>
          h(
            "p",
            { class: strong ? "card-distance" : "card-says" },
            h("strong", {}, strong),
            ` ${words}`,
          ),
        ),
        [facts.nearEdge, facts.nearLimit]
          .filter(Boolean)
          .map((words) => h("p", { class: "note" }, h("em", {}, words))),
        facts.note ? h("p", { class: "note" }, facts.note) : null,
      ),
      rulerOf(scene, index),
    );
    open(isOther);
    const { name, place } = facts;
    if (before) write(spoken, `${name}, ${place}. ${said.flat().join(" ")}`);
  }

  // Sentences, each with what it begins with: what is true of the place, or on either side.
  function saidOf(scene: Scene, index: number, facts: CapitalFacts): [string, string][] {
    const { focus, state } = scene;
    if (state.mode === "compare") {
      return comparison(data, state).sides.map((side, k) => {
        const { distance, sentence } = capitalFacts(data, side.site, index, side.state);
        return [`${"AB"[k]} ${side.words}, ${distance}:`, sentence];
      });
    }
    if (doubtOn(data, focus, state)) {
      return [
        ["", doubtOf(data, focus, state).cardWords(index)],
        ["", facts.direction],
      ];
    }
    return [
      [facts.distance, facts.direction],
      ["", facts.sentence],
    ];
  }

  // Two accounts have their figures on one ruler; two days, systems or sites have none in common.
  function rulerOf(scene: Scene, index: number): HTMLElement | null {
    const { state } = scene;
    if (state.mode === "focus") return ruler(data, index, scene);
    const { what, sides } = comparison(data, state);
    if (what !== "account") return null;
    const all: State = { ...sides[0].state, account: "all" };
    const accounts = sides.map((side) => side.state.account);
    return ruler(data, index, { ...scene, focus: sides[0].site, state: all }, accounts);
  }

  // Marks that a tap cannot tell apart.
  function choose(list: Seen[]): void {
    opener = held();
    several = list;
    drawn = "";
    replace(
      card,
      sheet.handle,
      h(
        "div",
        { class: "card-text" },
        head("Which of these?", ""),
        h(
          "ul",
          { class: "card-list" },
          list.map((one) =>
            h("li", {}, makeButton({ class: "tool", click: () => onSeen(one) }, one.name)),
          ),
        ),
      ),
    );
    open(true);
    card.querySelector<HTMLElement>(".card-list button")?.focus();
  }

  function head(name: string, place: string): HTMLElement {
    return h(
      "div",
      { class: "card-head" },
      h("h2", { id: "card-name" }, name),
      h("p", { class: "card-place" }, place),
      makeButton({ class: "card-close", "aria-label": "Close", click: close }, "×"),
    );
  }

  // What stands elsewhere makes room for it.
  function reveal(isShown: boolean): void {
    card.hidden = !isShown;
    card.classList.toggle("is-list", several !== null);
    document.body.classList.toggle("has-card", isShown);
  }

  function open(isOther: boolean): void {
    reveal(true);
    if (isOther) {
      card.scrollTop = 0;
      sheet.open();
    }
  }

  function hide(): void {
    // What was said of another thing is not the card's to take back.
    if (isOpen()) write(spoken, "");
    reveal(false);
    card.replaceChildren();
  }

  // Gives the keyboard back to what opened the card.
  function close(): void {
    const back = opener;
    const hadFocus =
      card.contains(document.activeElement) || document.activeElement === document.body;
    if (several) {
      several = null;
      hide();
    } else onClose();
    opener = null;
    if (hadFocus) (back?.isConnected ? back : part("stage")).focus({ preventScroll: true });
  }

  function isOpen(): boolean {
    return !card.hidden;
  }

  return { show, choose, close, isOpen };
}

function held(): HTMLElement | null {
  const { activeElement: element } = document;
  return element instanceof HTMLElement && element !== document.body ? element : null;
}
