// What is named on the map: rings first, then the focus, the chosen, the reached.

import { coverage } from "../model/coverage.ts";
import type { CapitalData, Coverage, PageData, Site } from "../model/data.ts";
import { namedPlaces, rankOf } from "../model/naming.ts";
import { stands } from "../model/reports.ts";
import type { Scene } from "../model/scene.ts";
import { isBeyond, twoLines } from "../model/words.ts";
import { type Label, makeLabels, type Taken } from "./labels.ts";
import { nearest } from "./panes.ts";

const CRIMEA: Label = {
  lines: ["Crimea: Ukraine, under", "Russian occupation"],
  className: "label-land",
  priority: 45,
  offset: 16,
  spots: [[34.2, 45.2]],
};
const COVERS = ".legend, .bottom, .leaflet-control";

export function makeNames(map: L.Map, data: PageData, ringLabels: (site: Site) => Label[]) {
  const labels = makeLabels(map);
  let scene: Scene | null = null;
  let frame: number | null = null;

  // Names wait for the next frame, so that a change that moves the map as well places them once.
  function soon(now: Scene | null = scene): void {
    scene = now;
    if (frame !== null) return;
    frame = window.requestAnimationFrame(() => {
      frame = null;
      if (scene) place(scene);
    });
  }

  function place(now: Scene): void {
    const found = coverage(data, now.focus, now.state);
    const single = now.state.mode !== "overview";
    const wanted = [
      ...(single ? [focusLabel(now.focus), ...ringLabels(now.focus)] : []),
      ...now.shown
        .filter((site) => site !== now.focus || !single)
        .map((site) => beside(site, "label-site", 60, 12)),
      ...capitalLabels(now, found),
      CRIMEA,
    ];
    labels.place(wanted, marks(now, found), document.querySelectorAll(COVERS));
  }

  function capitalLabels({ state, chosen }: Scene, found: Coverage): Label[] {
    const seen = map.getBounds();
    const isSeen = ({ lon, lat }: CapitalData) => seen.contains(nearest(map, lon, lat));
    return namedPlaces(data, found, state, map.getZoom(), isSeen).map((index) =>
      index === chosen
        ? beside(data.capitals[index], "label-capital is-chosen", 0, 10)
        : beside(data.capitals[index], "label-capital", rankOf(data, found, index, state), 10),
    );
  }

  // What no name may cover; in the overview every capital's mark has one size.
  function marks({ state, shown, focus }: Scene, { band }: Coverage): Taken[] {
    const isSmall = (index: number) => state.mode !== "overview" && isBeyond(band[index]);
    return [
      ...data.capitals.flatMap((place, index): Taken[] =>
        stands(place, state.date) ? [[place.lon, place.lat, isSmall(index) ? 3 : 6]] : [],
      ),
      ...shown.map((site): Taken => [site.lon, site.lat, site === focus ? 11 : 8]),
    ];
  }

  return { soon };
}

function focusLabel(focus: Site): Label {
  return { ...beside(focus, "label-focus", 0, 14), leads: true };
}

function beside(
  { name, lon, lat }: Site | CapitalData,
  className: string,
  priority: number,
  offset: number,
): Label {
  return { lines: twoLines(name), className, priority, offset, spots: [[lon, lat]] };
}
