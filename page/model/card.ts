// What a click on a capital tells: distance, azimuth, every party's answer.

import { inverse } from "../earth/geodesic.ts";
import { answerOf, coverage, marginKm } from "./coverage.ts";
import type { AnswerWord, Claim, PageData, Site, State } from "./data.ts";
import { inNato } from "./relations.ts";
import {
  ANSWERS,
  azimuth,
  bandWords,
  distanceText,
  km,
  LOOK_WORDS,
  listed,
  REACH_LONG,
  RELATION_WORDS,
  shortName,
} from "./words.ts";

export interface AnswerFacts {
  // "in range", or that it strikes nothing.
  word: string;
  system: string;
  figure: string;
  claimant: string;
  // "operator" in words.
  account: string;
  // "margin -12 km"; empty where there is none.
  margin: string;
  claim: Claim;
  kind: AnswerWord | "not-strike";
}

export interface CapitalFacts {
  name: string;
  // Its country, whether it is in NATO, whose it is.
  place: string;
  distance: string;
  // "from Shuya, azimuth 135.0° SE".
  direction: string;
  band: string;
  reach: string;
  // Empty where the doubt about the place changes nothing.
  nearEdge: string;
  nearLimit: string;
  answers: AnswerFacts[];
  note: string;
}

export function capitalFacts(
  data: PageData,
  site: Site,
  index: number,
  state: State,
): CapitalFacts {
  const capital = data.capitals[index];
  const found = coverage(data, site, state);
  const { azimuth: degrees } = inverse([site.lon, site.lat], [capital.lon, capital.lat]);
  return {
    name: capital.name,
    place: listed([
      capital.country,
      inNato(capital, state.date) ? "NATO member" : "",
      RELATION_WORDS[found.relation[index]],
    ]),
    distance: km(found.distance[index], found.turns),
    direction: `from ${site.name}, azimuth ${azimuth(degrees)}`,
    band: `Distance band: ${bandWords(data, found.band[index])}.`,
    reach: `${REACH_LONG[found.reach[index]]}.`,
    nearEdge: found.near[index]
      ? "Near the edge: the doubt about the place could turn an answer."
      : "",
    nearLimit: found.nearLimit[index]
      ? "Near a limit of the band: the doubt about the place could turn on which side it lies."
      : "",
    answers: found.figures
      .map(([k, claim]) =>
        answerFacts(data, claim, answerOf(data, site, k, index), found.distance[index]),
      )
      .sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind)),
    note: capital.note,
  };
}

// What puts the place in range comes first, then what leaves it open; what strikes nothing last.
const ORDER: AnswerFacts["kind"][] = ["yes", "open", "no", "not-strike"];

function answerFacts(
  data: PageData,
  claim: Claim,
  answer: AnswerWord,
  distance: number,
): AnswerFacts {
  const { name, strike } = data.systems[claim.system_id];
  const margin = marginKm(claim, distance);
  return {
    word: strike ? ANSWERS[answer] : LOOK_WORDS["not-strike"],
    system: shortName(name),
    figure: claim.figure,
    claimant: claim.claimant,
    account: LOOK_WORDS[claim.account],
    margin: strike && margin !== null ? `margin ${distanceText(margin, 0, [0])} km` : "",
    claim,
    kind: strike ? answer : "not-strike",
  };
}
