// The card of the chosen capital, docked under the map: distance, azimuth, who would have to be
// right. On a phone it is a sheet that opens from below.

import { capitalFacts } from "../model/card.ts";
import type { PageData } from "../model/data.ts";
import type { Scene } from "../model/scene.ts";
import { h, part, replace, write } from "./dom.ts";
import type { Seen } from "./points.ts";
import { ruler } from "./ruler.ts";
import { makeSheet } from "./sheet.ts";

interface Choices {
  onClose: () => void;
  onSeen: (one: Seen) => void;
}

export function makeCard(data: PageData, { onClose, onSeen }: Choices) {
  const card = part("card");
  const said = part("said");
  const sheet = makeSheet(card, close);
  let drawn = "";
  let several: Seen[] | null = null;
  // Where the keyboard was as the card opened.
  let opener: HTMLElement | null = null;

  function show(scene: Scene): void {
    const { chosen: index, focus, state } = scene;
    const { theme, account, date, units, mode } = state;
    const now = JSON.stringify([index, focus.id, state.pin, theme, account, date, units, mode]);
    if (now === drawn) return;
    const before = drawn;
    drawn = now;
    if (index === null || mode === "overview") {
      hide();
      return;
    }
    const isOther = !before || JSON.parse(before)[0] !== index;
    if (isOther && before) opener = held();
    several = null;
    const facts = capitalFacts(data, focus, index, state);
    card.setAttribute("aria-labelledby", "card-name");
    replace(
      card,
      sheet.handle,
      h(
        "div",
        { class: "card-text" },
        head(facts.name, facts.place),
        h("p", { class: "card-distance" }, h("strong", {}, facts.distance), ` ${facts.direction}`),
        h("p", { class: "card-says" }, facts.sentence),
        [facts.nearEdge, facts.nearLimit]
          .filter(Boolean)
          .map((words) => h("p", { class: "note" }, h("em", {}, words))),
        facts.note ? h("p", { class: "note" }, facts.note) : null,
      ),
      ruler(data, index, scene),
    );
    open(isOther);
    const { name, place, distance, direction, sentence } = facts;
    if (before) write(said, `${name}, ${place}. ${distance} ${direction}. ${sentence}`);
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
            h(
              "li",
              {},
              h("button", { type: "button", class: "tool", click: () => onSeen(one) }, one.name),
            ),
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
      h(
        "button",
        { type: "button", class: "card-close", "aria-label": "Close", click: close },
        "×",
      ),
    );
  }

  function open(isOther: boolean): void {
    card.hidden = false;
    if (isOther) {
      card.scrollTop = 0;
      sheet.open();
    }
  }

  function hide(): void {
    card.hidden = true;
    card.replaceChildren();
    write(said, "");
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

  const isOpen = () => !card.hidden;
  return { show, choose, close, isOpen };
}

function held(): HTMLElement | null {
  const { activeElement: element } = document;
  return element instanceof HTMLElement && element !== document.body ? element : null;
}
