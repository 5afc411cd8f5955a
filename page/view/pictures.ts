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
const HEADS: Record<Reading, string> = {
  every: "On every account: lowest figure of each",
  some: "On some account: highest figure of each",
};
const PLAIN = { head: "", sides: null, changing: [], doubt: null, counts: null };

// Of the map, and of the second where there is one.
export function picturesOf(data: PageData, scene: Scene, twin: Twin): [Picture, Picture | null] {
  const { mode, count } = scene.state;
  if (mode === "compare") return comparedOf(data, scene, twin);
  if (mode === "overview") {
    if (twin) return [countedOf(data, scene, "every"), countedOf(data, scene, "some")];
    return [countedOf(data, scene, count === "some" ? "some" : "every"), null];
  }
  return [{ ...PLAIN, scene, doubt: doubtIn(data, scene) }, null];
}

function comparedOf(data: PageData, scene: Scene, twin: Twin): [Picture, Picture | null] {
  const { sides: found, changing } = comparison(data, scene.state);
  const sides = found.map(({ site, state, tag, look }): Side => {
    const side = sceneOf(data, state, null);
    return { scene: { ...side, focus: site, chosen: scene.chosen, shown: [site] }, tag, look };
  });
  const [left, right] = sides;
  if (twin) {
    const [first, second] = sides.map(
      (side): Picture => ({
        ...PLAIN,
        scene: side.scene,
        head: side.tag,
      }),
    );
    return [first, second];
  }
  return [{ ...PLAIN, scene: left.scene, sides: [left, right], changing }, null];
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
  const { deployments, steps, tallies } = overlap(data, scene.state);
  const numbers = data.capitals.map(() => 0);
  for (const tally of tallies) numbers[tally.index] = tally[reading];
  const place = askedPlace(data, scene.state);
  return {
    ...PLAIN,
    scene: { ...scene, state: overviewState(data, scene.state) },
    head: HEADS[reading],
    counts: {
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
