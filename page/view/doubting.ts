// The doubt about a site's place: how many capitals are in range wherever the launcher stands, how many
// depend on it, and for each the distances between which it lies.

import type { PageData } from "../model/data.ts";
import { type DoubtCount, doubtOf, doubtOn } from "../model/doubt.ts";
import type { Scene } from "../model/scene.ts";
import { h, part, replace } from "./dom.ts";

export function makeDoubting(data: PageData) {
  const place = part("doubting");
  let drawn = "";

  function draw({ focus, state }: Scene): void {
    const isOn = doubtOn(data, focus, state) === true;
    place.hidden = !isOn;
    if (!isOn) return;
    const { counts } = doubtOf(data, focus, state);
    const now = JSON.stringify(counts);
    if (now === drawn) return;
    drawn = now;
    replace(place, counts.map(column));
  }

  return { draw };
}

function column({ verdict, number, words, names }: DoubtCount): HTMLElement {
  return h(
    "div",
    { class: `sure-count is-${verdict}` },
    h("p", {}, h("b", {}, number), " ", h("span", {}, words)),
    h("p", { class: "sure-names" }, names),
  );
}
