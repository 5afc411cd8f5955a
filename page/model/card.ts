// What a click on a capital tells: distance, azimuth, every party's answer.

import { inverse } from "../earth/geodesic.ts";
import { claimantOn } from "./claimants.ts";
import { answerOf, coverage, marginKm, strikesAt } from "./coverage.ts";
import type { AnswerWord, Claim, Figure, PageData, Site, State } from "./data.ts";
import { inNato, isSeat, whose } from "./relations.ts";
import { isUnread } from "./sources.ts";
import { whyNot } from "./striking.ts";
import { figureText, inUnits, kmText, marginText } from "./units.ts";
import {
  ANSWERS,
  azimuth,
  bandWords,
  ENGAGEMENT,
  LOOK_WORDS,
  listed,
  nameList,
  REACH_LONG,
  SEAT,
  shortName,
  UNREAD,
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
  // Who would have to be right.
  sentence: string;
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
      isSeat(data, capital) ? SEAT : "",
      inNato(data, capital, state.date) ? "NATO member" : "",
      whose(found.relation[index], site, state),
    ]),
    distance: kmText(found.distance[index], state.units, found.turns),
    direction: `from ${site.name}, azimuth ${azimuth(degrees)}`,
    band: `Distance band: ${inUnits(bandWords(data, found.band[index]), state.units)}.`,
    reach: `${REACH_LONG[found.reach[index]]}.`,
    sentence: sentenceOf(data, site, index, state),
    nearEdge: found.near[index]
      ? "Near the edge: the doubt about the place could turn an answer."
      : "",
    nearLimit: found.nearLimit[index]
      ? "Near a limit of the band: the doubt about the place could turn on which side it lies."
      : "",
    answers: found.figures
      .map(([k, claim]) =>
        answerFacts(data, claim, answerOf(data, site, k, index), found.distance[index], state),
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
  { units }: State,
): AnswerFacts {
  const { name } = data.systems[claim.system_id];
  const margin = marginKm(claim, distance);
  const why = whyNot(data, claim);
  const isAnswered = !why || why === ENGAGEMENT;
  return {
    word: isAnswered ? ANSWERS[answer] + (why && ` (${why})`) : why,
    system: shortName(name),
    figure: figureText(claim, units),
    claimant: claim.claimant,
    account: LOOK_WORDS[claim.account],
    margin: isAnswered && margin !== null ? `margin ${marginText(margin, units)}` : "",
    claim,
    kind: why ? "not-strike" : answer,
  };
}

// "In range if CSIS Missile Threat is right about the 9M729; out by 1353 km or more on every figure
// of Russian MoD."
function sentenceOf(data: PageData, site: Site, index: number, state: State): string {
  const strikes = strikesAt(data, site, state);
  if (!strikes.length) return "What is reported here has no strike figure on file.";
  const by = (answer: AnswerWord) =>
    strikes.filter(([k]) => answerOf(data, site, k, index) === answer);
  const [yes, no, open] = [by("yes"), by("no"), by("open")];
  const distance = coverage(data, site, state).distance[index];
  const short = no.map(([, claim]) => Math.abs(marginKm(claim, distance) ?? distance));
  const least = no.length ? marginText(Math.min(...short), state.units) : "";
  const out = no.length > 1 ? `${least} or more` : least;
  const outOf = no.length ? `; out by ${out} on ${countOf(no.length, strikes.length)}` : "";
  const unread = yes.filter(([, claim]) => isUnread(data, claim));
  if (yes.length === strikes.length) {
    const note = unread.length ? `; ${UNREAD}: ${nameList(named(unread, state))}` : "";
    return `In range on every figure${note}.`;
  }
  if (yes.length) {
    const about = systemsIn(data, yes, strikes);
    return `In range if ${claimants(data, yes, state)} is right${about}${outOf}.`;
  }
  if (!open.length) return `Out of range by ${out} on ${countOf(no.length, strikes.length)}.`;
  const leave = new Set(open.map(([, claim]) => claim.who)).size === 1 ? "leaves" : "leave";
  return `No figure puts it in range; ${claimants(data, open, state, "and")} ${leave} it open${outOf}.`;
}

function countOf(some: number, all: number): string {
  if (some === all) return all === 1 ? "the one figure" : "every figure";
  return `${some} of ${all} figures`;
}

// Where figures are of several systems, those meant are named.
function systemsIn(data: PageData, some: Figure[], all: Figure[]): string {
  const labels = (figures: Figure[]) => [
    ...new Set(figures.map(([, claim]) => data.systems[claim.system_id].label)),
  ];
  return labels(all).length > 1 ? ` about the ${alternatives(labels(some), "or the")}` : "";
}

function claimants(data: PageData, figures: Figure[], state: State, between = "or"): string {
  const names = named(figures, state);
  const all = figures.map(([, claim], k) =>
    isUnread(data, claim) ? `${names[k]} (${UNREAD})` : names[k],
  );
  return alternatives([...new Set(all)], between);
}

function named(figures: Figure[], { date }: State): string[] {
  return figures.map(([, claim]) => claimantOn(claim, date));
}

// "A, B or C".
function alternatives(words: string[], or: string): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${or} ${last}`;
}
