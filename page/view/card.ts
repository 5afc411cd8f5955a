// What a click on a capital tells: distance, azimuth, every party's answer.

import { type AnswerFacts, capitalFacts } from "../model/card.ts";
import { coverage } from "../model/coverage.ts";
import type { Coverage, PageData } from "../model/data.ts";
import type { Scene } from "../model/scene.ts";
import { h } from "./dom.ts";
import { nearest } from "./panes.ts";
import { citationLine } from "./sources.ts";

export function makeCard(map: L.Map, data: PageData, legend: HTMLDetailsElement) {
  const popup = L.popup({ minWidth: 250, autoPanPaddingBottomRight: [56, 20] });
  let told: { index: number; answers: Coverage } | null = null;

  // Opens the card of the chosen capital; one that is open follows the site, the account and the day.
  function show(scene: Scene, open: boolean): void {
    const { chosen: index, focus, state } = scene;
    if (index === null || state.mode !== "focus") {
      map.closePopup(popup);
      return;
    }
    const answers = coverage(data, focus, state);
    const isNew = told?.index !== index || told.answers !== answers;
    if (!open && !(popup.isOpen() && isNew)) return;
    told = { index, answers };
    popup.options.autoPan = open;
    // Beside the zoom buttons, which would cover its cross.
    popup.options.maxWidth = Math.max(250, Math.min(310, map.getSize().x - 110));
    popup.options.autoPanPaddingTopLeft = [paddingPx(), 50];
    const { lon, lat } = data.capitals[index];
    popup
      .setContent(cardOf(data, index, scene))
      .setLatLng(nearest(map, lon, lat))
      .openOn(map);
  }

  // Clear of the legend, where the map has room for both.
  function paddingPx(): number {
    const cover = legend.open ? legend.offsetWidth + 24 : 20;
    return Math.min(cover, Math.max(20, map.getSize().x - 330));
  }

  return { show };
}

function cardOf(data: PageData, index: number, { focus, state }: Scene): HTMLElement {
  const facts = capitalFacts(data, focus, index, state);
  return h(
    "article",
    { class: "card" },
    h("h3", {}, facts.name),
    h("p", { class: "card-place" }, facts.place),
    h("p", { class: "card-distance" }, h("strong", {}, facts.distance), ` ${facts.direction}`),
    h("p", {}, facts.band),
    h("p", {}, facts.reach, facts.nearEdge ? h("em", {}, ` ${facts.nearEdge}`) : ""),
    facts.nearLimit ? h("p", {}, h("em", {}, facts.nearLimit)) : null,
    h(
      "ul",
      { class: "answers" },
      facts.answers.map((one) => answer(data, one)),
    ),
    facts.note ? h("p", { class: "note" }, facts.note) : null,
  );
}

function answer(data: PageData, facts: AnswerFacts): HTMLElement {
  const { word, margin, system, figure, claimant, account, claim, kind } = facts;
  const summary = h(
    "summary",
    {},
    h("b", {}, margin ? `${word}, ${margin}` : word),
    ` ${system}, ${figure}: `,
    `${claimant} (${account})`,
  );
  const source = citationLine(data, claim.source_id, claim.as_of, claim.note);
  return h("li", { class: `answer answer-${kind}` }, h("details", {}, summary, source));
}
