// What the maps show in a scene: one site, two sides of a comparison, the doubt about a place, or how
// many reach each.

import { comparison } from "../model/compare.ts";
import type { PageData } from "../model/data.ts";
import { type Certainty, doubtOf, doubtOn } from "../model/doubt.ts";
import { doubtLabels } from "../model/labels.ts";
import { askedPlace, overlap, overviewState } from "../model/overlap.ts";
import { type Scene, sceneOf } from "../model/scene.ts";
import type { Twin } from "../model/twins.ts";
import type { NamedDoubt, Picture, Side } from "./chart.ts";
import type { Answer } from "./marks.ts";

type Reading = "every" | "some";

const ANSWERS: Record<Certainty, Answer> = { in: "all", depends: "depends", out: "none" };
const HEADS: Record<Reading, Picture["head"]> = {
  every: ["On every account", "lowest figure of each"],
  some: ["On some account", "highest figure of each"],
};
// Of the capitals, most first, so many are named before all others.
const MOST_FIRST = 3;
const MOST_IN_DOUBT = 12;
const PLAIN: Omit<Picture, "scene"> = {
  head: ["", ""],
  isSide: false,
  sides: null,
  changing: [],
  first: null,
  doubt: null,
  counts: null,
};

// Of the map, and of the second where there is one.
export function picturesOf(data: PageData, scene: Scene, twin: Twin): [Picture, Picture | null] {
  const { mode, count } = scene.state;
  if (mode === "compare") return comparedOf(data, scene, twin);
  if (mode === "overview") {
    if (twin) return [countedOf(data, scene, "every"), countedOf(data, scene, "some")];
    return [countedOf(data, scene, count === "some" ? "some" : "every"), null];
  }
  const doubt = doubtIn(data, scene);
  return [{ ...PLAIN, scene, doubt, first: doubt && namedOf(doubt) }, null];
}

function comparedOf(data: PageData, scene: Scene, twin: Twin): [Picture, Picture | null] {
  const { sides: found, changing, title, deck } = comparison(data, scene.state);
  // Those that the finding names.
  const first = changing.filter((index) => `${title} ${deck}`.includes(data.capitals[index].name));
  const sides = found.map(({ site, state, tag, look }): Side => {
    const side = sceneOf(data, state, null);
    return { scene: { ...side, focus: site, chosen: scene.chosen, shown: [site] }, tag, look };
  });
  const [left, right] = sides;
  if (twin) {
    const [one, other] = sides.map(
      (side): Picture => ({
        ...PLAIN,
        scene: side.scene,
        first,
        isSide: true,
        head: [side.tag, ""],
      }),
    );
    return [one, other];
  }
  return [{ ...PLAIN, scene: left.scene, sides: [left, right], changing, first }, null];
}

// What is not surely out of range, if it is not half the world.
function namedOf({ doubt: { places } }: NamedDoubt): number[] | null {
  const found = places.filter(({ verdict }) => verdict !== "out").map(({ index }) => index);
  return found.length <= MOST_IN_DOUBT ? found : null;
}

function doubtIn(data: PageData, { focus, state }: Scene): NamedDoubt | null {
  if (!doubtOn(data, focus, state)) return null;
  const doubt = doubtOf(data, focus, state);
  return {
    doubt,
    answers: data.capitals.map((_, index) => ANSWERS[doubt.at(index).verdict]),
    words: doubtLabels(doubt, state.units),
  };
}

function countedOf(data: PageData, scene: Scene, reading: Reading): Picture {
  const { holder, deployments, steps, tallies } = overlap(data, scene.state);
  const numbers = data.capitals.map(() => 0);
  for (const tally of tallies) numbers[tally.index] = tally[reading];
  const place = askedPlace(data, scene.state);
  return {
    ...PLAIN,
    scene: { ...scene, state: overviewState(data, scene.state) },
    head: HEADS[reading],
    first: tallies.slice(0, MOST_FIRST).map(({ index }) => index),
    counts: {
      holder,
      discs: deployments.map(({ site, low, high }) => ({
        site,
        km: reading === "every" ? low : high,
      })),
      steps,
      numbers,
      sites: [...new Set(deployments.map(({ site }) => site))],
      at: place && [place.lon, place.lat],
    },
  };
}
