// What is sure though nobody knows where exactly the launcher stands, nor whose figure is right. The
// rule is Python's too, in infmap/analysis/doubt.py. "Surely" is said only where every figure that
// counts and every place agree.

import { counts, isSilent } from "./counts.ts";
import { coverage, strikesAt } from "./coverage.ts";
import type { Claim, PageData, Site, State } from "./data.ts";
import { discsOfClaims } from "./discs.ts";
import { countedPlaces, finding, told } from "./finding.ts";
import { type Found, onEvery, whose } from "./forms.ts";
import { isForeign } from "./relations.ts";
import { countText, fitting, titleName } from "./sentences.ts";
import { kmNumber, kmText, rangeText } from "./units.ts";
import { capitalised, nameList } from "./words.ts";

export type Certainty = "in" | "depends" | "out";

// Half way round the Earth: no place is farther.
const FARTHEST_KM = 20_004;
const MOST_NAMES = 5;

export interface PlaceDoubt {
  index: number;
  verdict: Certainty;
  km: number;
  // From the nearest and from the farthest place where the launcher may stand.
  nearest: number;
  farthest: number;
}

export interface DoubtCount {
  verdict: Certainty;
  number: string;
  words: string;
  names: string;
}

export interface Doubt {
  precisionKm: number;
  // As far as is surely inside, and from where on all is surely outside; null where there is none.
  innerKm: number | null;
  outerKm: number | null;
  // Why there is none; empty where there are both.
  why: string;
  // The lowest figure and the highest end; null where a figure names no maximum.
  range: [low: number, high: number | null];
  title: string;
  deck: string;
  counts: DoubtCount[];
  // The foreign capitals of the day, the nearest first.
  places: PlaceDoubt[];
  // Of any place of the page, for its mark and its card.
  at: (index: number) => PlaceDoubt;
  cardWords: (index: number) => string;
}

// Whether doubt is drawn; null where there is none to draw.
export function doubtOn(data: PageData, site: Site, state: State): boolean | null {
  const isKnown = !site.position_precision_km || !countedAt(data, site, state).length;
  if (state.mode !== "focus" || isKnown) return null;
  return state.doubt ?? site.position_precision_km > data.doubted_km;
}

function countedAt(data: PageData, site: Site, state: State): Claim[] {
  return strikesAt(data, site, state)
    .map(([, claim]) => claim)
    .filter((claim) => counts(data, claim));
}

const known = new WeakMap<Site, Map<string, Doubt>>();

// Worked out once for each theme, day, account, system and unit.
export function doubtOf(data: PageData, site: Site, state: State): Doubt {
  const ofSite = known.get(site) ?? new Map<string, Doubt>();
  known.set(site, ofSite);
  const key = [state.theme, state.date, state.account, state.system, state.units].join("|");
  const found = ofSite.get(key) ?? make(data, site, state);
  ofSite.set(key, found);
  return found;
}

// How surely a place at a distance is in range of figures that surely reach so far, and at most so
// far, from somewhere within the precision.
export function certainty(km: number, precision: number, [low, high]: Doubt["range"]): Certainty {
  if (low > 0 && km + precision <= low) return "in";
  // A figure of 0 denies any reach, at the launcher's own place too.
  return high !== null && (!high || km - precision > high) ? "out" : "depends";
}

function make(data: PageData, site: Site, state: State): Doubt {
  const { sure, far, open } = discsOfClaims(countedAt(data, site, state));
  const precision = site.position_precision_km;
  const range: Doubt["range"] = [sure, open.length ? null : far];
  const { distance, relation, turns } = coverage(data, site, state);
  const at = (index: number): PlaceDoubt => ({
    index,
    verdict: certainty(distance[index], precision, range),
    km: distance[index],
    nearest: Math.max(0, distance[index] - precision),
    farthest: Math.min(FARTHEST_KM, distance[index] + precision),
  });
  const places = countedPlaces(data, state)
    .filter((index) => isForeign(relation[index]))
    .map(at)
    .toSorted((one, other) => one.km - other.km);
  const inner = sure > precision ? sure - precision : null;
  const outer = range[1] === null ? null : range[1] + precision;
  const told: Told = { data, site, state, places, range, turns };
  return {
    precisionKm: precision,
    innerKm: inner,
    outerKm: outer,
    why: whyNot(told, inner, outer),
    range,
    title: titleOf(told),
    deck: deckOf(told),
    counts: countsOf(told),
    places,
    at,
    cardWords: (index) => cardWords(told, at(index)),
  };
}

interface Told {
  data: PageData;
  site: Site;
  state: State;
  places: PlaceDoubt[];
  range: Doubt["range"];
  turns: number[];
}

function whyNot({ site, state, range }: Told, inner: number | null, outer: number | null): string {
  const precision = rangeText(site.position_precision_km, state.units);
  const noInner = range[0]
    ? `The place is known to ${precision}, no better than the lowest figure of ${rangeText(range[0], state.units)}: nothing is surely inside.`
    : "On every account none reaches for sure: nothing is surely inside.";
  return [
    inner === null ? noInner : "",
    outer === null ? "A figure names no maximum: nothing is surely outside." : "",
  ]
    .filter(Boolean)
    .join(" ");
}

const those = (places: PlaceDoubt[], wanted: Certainty) =>
  places.filter(({ verdict }) => verdict === wanted);

// What it depends on: on the place alone where all figures are one.
function dependence({ range: [low, high] }: Told): string {
  return low === high ? "the place" : "place or figure";
}

function titleOf(facts: Told): string {
  const { data, site, state, places } = facts;
  const sure = those(places, "in");
  const precision = rangeText(site.position_precision_km, state.units);
  const name = titleName(site.name);
  const found = told(data, site, state);
  const { noun, verbs, isPast } = found;
  const stand = isPast ? "stood" : "stand";
  const isPartial = strikesAt(data, site, state).some(([, claim]) => isSilent(data, claim));
  const by = byWhom(found, isPartial);
  const open = those(places, "depends").length;
  const more = sure.length ? "more " : "";
  const depends = `; for ${open} ${more}it depends`;
  const rest = open
    ? [`${depends} on ${dependence(facts)}`, depends]
    : [`; for none does it depend on where they ${stand}`];
  if (!sure.length) {
    const no = `no ${noun} ${verbs[3]} surely in range of ${name}`;
    const said = found.counts.size > 1 ? [capitalised(no)] : by.map((who) => `${who} ${no}`);
    return fitting(said.flatMap((text) => (open ? rest.map((how) => text + how) : [text])));
  }
  const are = `${verbs[sure.length === 1 ? 3 : 4]} in range`;
  const names = byImportance(facts, sure).map(({ index }) => data.capitals[index].name);
  const what = names.length < MOST_NAMES ? [nameList(names)] : [];
  const where = [
    `wherever within ${precision} the launchers at ${name} ${stand}`,
    `from anywhere within ${precision} of ${name}`,
    `from ${name}, known to ${precision}`,
  ];
  const said = (places: string[]) =>
    by.flatMap((who) =>
      [...what, countText(sure.length, noun)].flatMap((some) =>
        places.flatMap((place) => rest.map((how) => `${who} ${some} ${are} ${place}${how}`)),
      ),
    );
  return fitting([...said(where), ...said([`from anywhere within ${precision}`])]);
}

// "By the independent figures", or that all accounts say so; last without the names of others. Who
// names no number is not among them.
function byWhom(found: Found, isPartial: boolean): string[] {
  const [first, ...more] = found.counts.keys();
  if (more.length) return [isPartial ? "By every number given" : onEvery(found)];
  const { operators } = found;
  return [operators[0], operators[operators.length - 1]].map(
    (operator) => `By ${whose(found, first, operator)}`,
  );
}

// As the finding tells them: the written order, then most people.
function byImportance({ data, site, state }: Told, places: PlaceDoubt[]): PlaceDoubt[] {
  const order = told(data, site, state).order;
  return places.toSorted((one, other) => order(one.index, other.index));
}

// Every account's count from the middle, and how well the place is known.
function deckOf({ data, site, state }: Told): string {
  const found = told(data, site, state);
  const accounts = finding(data, site, state).accounts.filter(({ account }) => account !== "all");
  const names = accounts.map(({ account }) => (account === "user" ? "your own" : account));
  const [first] = accounts;
  const isOne = new Set(accounts.map(({ span }) => span)).size === 1;
  const each = accounts.map(({ span }, k) => `${names[k]} figures${k ? "" : " put"} ${span}`);
  const last = accounts.at(-1);
  const nouns = `${found.noun}${last?.high === 1 && !last.orMore ? "" : "s"}`;
  const put =
    isOne && accounts.length > 1
      ? `${nameList(names)} figures each put ${first.span} ${nouns} in range`
      : `${nameList(each)} ${nouns} in range`;
  const precision = rangeText(site.position_precision_km, state.units);
  return [
    accounts.length ? `From the middle, ${put}.` : "",
    `The reports name no place more exactly than to ${precision}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function countsOf(facts: Told): DoubtCount[] {
  const { places, state, turns, data } = facts;
  const [sure, open, out] = (["in", "depends", "out"] as const).map((word) => those(places, word));
  const near = out[0];
  const isAll = !sure.length && !open.length;
  const outNames = near
    ? `${isAll ? "All" : "All others"}; the nearest is ${data.capitals[near.index].name}, ${kmText(near.km, state.units, turns)}`
    : "None";
  return [
    { verdict: "in", number: `${sure.length}`, words: "surely in range", names: some(facts, sure) },
    {
      verdict: "depends",
      number: `${open.length}`,
      words: `depends on ${dependence(facts)}`,
      names: some(facts, open),
    },
    { verdict: "out", number: `${out.length}`, words: "surely out of range", names: outNames },
  ];
}

// The nearest by name, and how far all of them lie.
function some({ data, state, turns }: Told, places: PlaceDoubt[]): string {
  if (!places.length) return "None";
  const names = places.slice(0, MOST_NAMES).map(({ index }) => data.capitals[index].name);
  const more = places.length - names.length;
  const [first, last] = [places[0], places[places.length - 1]];
  const span =
    first === last
      ? kmText(first.km, state.units, turns)
      : `${kmNumber(first.km, state.units, turns)} to ${kmText(last.km, state.units, turns)}`;
  return `${names.join(", ")}${more ? ` and ${more} more` : ""} (${span})`;
}

// "422 km from the middle, so 312 to 532 km from the launcher. In range on every figure from ...".
function cardWords(
  { state, turns, range: [low, high] }: Told,
  { verdict, km, nearest, farthest }: PlaceDoubt,
): string {
  const { units } = state;
  const span = `${kmNumber(nearest, units, turns)} to ${kmText(farthest, units, turns)}`;
  const isIn = nearest <= low;
  const isOut = high !== null && farthest > high;
  const near = isIn
    ? "in range on every figure from the nearest place"
    : "by the figure in range from the nearest place";
  const far = isOut
    ? "out of range on every figure from the farthest"
    : "by the figure from the farthest";
  const what: Record<Certainty, string> = {
    in: "in range on every figure, wherever it stands",
    out: "out of range on every figure, wherever it stands",
    depends:
      isIn || isOut ? `${near}, ${far}` : "in range or not by the figure, wherever it stands",
  };
  return `${kmText(km, units, turns)} from the middle, so ${span} from the launcher. ${capitalised(what[verdict])}.`;
}
