// Under the map of all sites: what its counts are of, and what is left out.

import type { PageData } from "../model/data.ts";
import type { Scene } from "../model/scene.ts";
import { h, part, replace } from "./dom.ts";

export function makeCounting(data: PageData) {
  const place = part("counting");
  // Where it has no room below the map, it stands at the end of what it is said of.
  const small = h("div", { class: "counting-small" }, told(data));
  replace(place, told(data));
  part("everywhere").append(small);

  function draw({ state }: Scene): void {
    place.hidden = state.mode !== "overview";
  }

  return { draw };
}

function told(data: PageData): HTMLElement[] {
  return [
    said(
      "What is counted.",
      "A deployment is one system at one place, as reported, and is counted once. On every " +
        "account: as far as every figure puts a place in range. On some: as far as one does; what " +
        "lies between a figure's ends is left open, and not counted.",
    ),
    said(
      "What is not.",
      `${hasPlanned(data) ? "Interceptors, empty launchers, what is only planned" : "Interceptors, empty launchers"}, and figures that nobody read. ` +
        "Holders are shown one at a time and never added up, and no day with another. A " +
        `${data.place} is not counted as reached by what stands in its own state, nor by its ` +
        "holder's missiles.",
    ),
  ];
}

function hasPlanned({ sites }: PageData): boolean {
  return sites.some(({ deployments }) => deployments.some(({ status }) => status === "planned"));
}

function said(title: string, words: string): HTMLElement {
  return h("p", {}, h("b", {}, title), ` ${words}`);
}
