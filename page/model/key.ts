// How to read the map: true to what is looked at and to what is drawn. What is not on the map needs
// no key.

import { comparison } from "./compare.ts";
import { coverage, figuresAt, strikesAt } from "./coverage.ts";
import type { Band, End, Look, PageData, Reach, Site, State, Status, Stroke } from "./data.ts";
import { doubtOf, doubtOn, type PlaceDoubt } from "./doubt.ts";
import { overlap, overviewState } from "./overlap.ts";
import { reports, stands, surestStatus } from "./reports.ts";
import type { Scene } from "./scene.ts";
import { whyNot } from "./striking.ts";
import { endsOf, ringsAt } from "./strokes.ts";
import { bandSpan, inUnits } from "./units.ts";
import { bandWords, capitalised, LOOK_WORDS, UNREAD } from "./words.ts";

export type KeyMark =
  | { kind: "reach"; band: Band; reach: Reach }
  | { kind: "band"; band: Band }
  | { kind: "line"; look: Look; end: End; unread: boolean }
  | { kind: "lines"; looks: Look[] }
  | { kind: "interval"; look: Look }
  | { kind: "hatch"; of: "outside" | "doubt" }
  | { kind: "status"; status: Status }
  // The doubt about the place: of a place, and of the lines between which it lies.
  | { kind: "verdict"; band: Band; verdict: PlaceDoubt["verdict"] }
  | { kind: "outline"; of: "inside" | "outside" | "somewhere" }
  | { kind: "other" }
  // How many reach a place: the step of the scale, the first is 1.
  | { kind: "step"; step: number };

export interface KeyEntry {
  mark: KeyMark;
  words: string;
  // Whether it stands on the folded line.
  short: boolean;
}

const STATUSES: Status[] = ["confirmed", "reported", "alleged", "planned", "ended", "cancelled"];
const REACHES: [Reach, string, string][] = [
  ["all", "in on every account", "in"],
  ["some", "in on some accounts", "in on some figures"],
  ["unknown", "left open", "left open"],
  ["none", "out of range", "out"],
];

type Marked = { site: Site; state: State };

export function keyEntries(data: PageData, scene: Scene): KeyEntry[] {
  const { state, focus } = scene;
  if (state.mode === "overview") return overviewKey(data, scene);
  if (state.mode === "compare") return compareKey(data, scene);
  return doubtOn(data, focus, state) ? doubtKeyOf(data, scene) : siteKey(data, scene);
}

// What the steps of the areas stand for, then the marks of the sites.
function overviewKey(data: PageData, scene: Scene): KeyEntry[] {
  const { steps, deployments } = overlap(data, scene.state);
  const state = overviewState(data, scene.state);
  return [
    ...steps.map((from, k): KeyEntry => {
      const words = stepWords(from, steps[k + 1]);
      const first = k ? "" : "deployments that reach a place: ";
      return { mark: { kind: "step", step: k + 1 }, words: first + words, short: true };
    }),
    ...statusKey(
      deployments.map(({ site }) => ({ site, state })),
      true,
    ),
  ];
}

export function stepWords(from: number, next: number | undefined): string {
  if (next === undefined) return `${from} or more`;
  return next - from > 1 ? `${from}–${next - 1}` : String(from);
}

// Both sides' marks and rings; a key is told once where both have it.
function compareKey(data: PageData, scene: Scene): KeyEntry[] {
  const { sides } = comparison(data, scene.state);
  const of = sides.map(({ site, state }) => {
    const strokes = strokesOf(data, site, state);
    const there = { ...scene, focus: site, state };
    return {
      places: reachKey(data, there),
      lines: lineKey(data, strokes),
      open: intervalKey(data, there),
    };
  });
  const all = [
    ...of.flatMap(({ places }) => places),
    ...of.flatMap(({ lines }) => lines),
    otherKey(),
    ...of.flatMap(({ open }) => open),
    ...statusKey(sides, false),
  ];
  const told = new Set<string>();
  return all.filter(({ mark, words }) => {
    const name = mark.kind === "reach" ? `reach ${mark.reach}` : words;
    return !told.has(name) && told.add(name);
  });
}

function otherKey(): KeyEntry {
  return { mark: { kind: "other" }, words: "the other side's ring", short: true };
}

const VERDICTS: [PlaceDoubt["verdict"], string][] = [
  ["in", "surely in"],
  ["depends", "depends"],
  ["out", "surely out"],
];

function doubtKeyOf(data: PageData, scene: Scene): KeyEntry[] {
  const { focus, state } = scene;
  const { places, innerKm, outerKm } = doubtOf(data, focus, state);
  const { band } = coverage(data, focus, state);
  const marks = VERDICTS.flatMap(([verdict, words]): KeyEntry[] => {
    const first = places.find((one) => one.verdict === verdict);
    if (!first) return [];
    return [{ mark: { kind: "verdict", verdict, band: band[first.index] }, words, short: true }];
  });
  const line = (of: "inside" | "outside" | "somewhere", words: string): KeyEntry => ({
    mark: { kind: "outline", of },
    words,
    short: of !== "somewhere",
  });
  return [
    ...marks,
    ...(innerKm === null ? [] : [line("inside", "surely inside")]),
    ...(outerKm === null ? [] : [line("outside", "surely outside")]),
    { mark: { kind: "hatch", of: "doubt" }, words: "depends on place or figure", short: true },
    line("somewhere", "the launcher stands somewhere within"),
    ...bandKey(data, scene),
    ...lineKey(data, strokesOf(data, focus, state)).map((one) => ({ ...one, short: false })),
    ...statusKey(shownIn(scene), false),
  ];
}

function siteKey(data: PageData, scene: Scene): KeyEntry[] {
  const { state, focus } = scene;
  const strokes = strokesOf(data, focus, state);
  return [
    ...reachKey(data, scene),
    ...lineKey(data, strokes),
    ...outsideKey(data, scene),
    ...bandKey(data, scene),
    ...besideKey(data, scene),
    ...intervalKey(data, scene),
    ...unreadKey(strokes),
    ...doubtKey(data, scene),
    ...statusKey(shownIn(scene), false),
  ];
}

function strokesOf(data: PageData, site: Site, state: State): Stroke[] {
  return ringsAt(data, site, state).flatMap(({ strokes, more }) => [...strokes, ...more]);
}

// The places of the day, with the zone in which most of those with an answer lie.
function reachKey(data: PageData, { focus, state }: Scene): KeyEntry[] {
  const { band, reach } = coverage(data, focus, state);
  if (!strikesAt(data, focus, state).length) return [];
  const places = standing(data, state);
  const isOne = new Set(figuresAt(data, focus, state).map(([, claim]) => claim.account)).size < 2;
  return REACHES.flatMap(([mark, ofAll, ofOne]) => {
    const first = places.find((k) => reach[k] === mark);
    if (first === undefined) return [];
    const words = isOne ? ofOne : ofAll;
    return [{ mark: { kind: "reach", band: band[first], reach: mark }, words, short: true }];
  });
}

function standing({ capitals }: PageData, { date }: State): number[] {
  return [...capitals.keys()].filter((k) => stands(capitals[k], date));
}

// Whose figure a ring is; then that a figure has no maximum.
function lineKey(data: PageData, strokes: Stroke[]): KeyEntry[] {
  const looks = [...new Set(strokes.map(({ look }) => look))];
  const open = strokes.find(({ end }) => end === "open");
  const lines: KeyEntry[] = looks.map((look) => ({
    mark: { kind: "line", look, end: "most", unread: false },
    words: whysOf(data, strokes, look) || LOOK_WORDS[look],
    short: true,
  }));
  if (!open) return lines;
  const mark: KeyMark = { kind: "line", look: open.look, end: "open", unread: false };
  return [...lines, { mark, words: "at least", short: true }];
}

// Why figures of a look are of no strike on the ground; empty where they are.
function whysOf(data: PageData, strokes: Stroke[], of: Look): string {
  const claims = strokes.filter(({ look }) => look === of).flatMap((stroke) => stroke.claims);
  return [...new Set(claims.map((claim) => whyNot(data, claim)))].join(" or ");
}

function outsideKey(data: PageData, { focus, state }: Scene): KeyEntry[] {
  if (!strikesAt(data, focus, state).length) return [];
  const words = `outside the band of ${bandSpan(data, state.units)}`;
  return [{ mark: { kind: "hatch", of: "outside" }, words, short: true }];
}

function bandKey(data: PageData, { focus, state }: Scene): KeyEntry[] {
  const { band } = coverage(data, focus, state);
  const seen = new Set(standing(data, state).map((k) => band[k]));
  return data.bands
    .filter((zone) => seen.has(zone))
    .map((zone) => ({
      mark: { kind: "band", band: zone },
      words: `${capitalised(data.place)}: ${inUnits(bandWords(data, zone), state.units)}`,
      short: false,
    }));
}

function besideKey(data: PageData, { focus, state }: Scene): KeyEntry[] {
  const beside = ringsAt(data, focus, state).find(({ strokes }) => strokes.length > 1);
  if (!beside) return [];
  const looks = [...new Set(beside.strokes.map(({ look }) => look))];
  const words = "side by side: figures of one radius; the middle of the strokes is exact";
  return [{ mark: { kind: "lines", looks }, words, short: false }];
}

function intervalKey(data: PageData, { focus, state }: Scene): KeyEntry[] {
  const claim = strikesAt(data, focus, state)
    .map(([, one]) => one)
    .find((one) => endsOf(one).length > 1);
  if (!claim) return [];
  const mark: KeyMark = { kind: "interval", look: claim.account };
  return [{ mark, words: "left open, between a figure's ends", short: false }];
}

function unreadKey(strokes: Stroke[]): KeyEntry[] {
  const stroke = strokes.find(({ unread }) => unread);
  if (!stroke) return [];
  const mark: KeyMark = { kind: "line", look: stroke.look, end: stroke.end, unread: true };
  const isMarked = strokes.some(({ unread, look }) => unread && look !== "not-strike");
  const marked = isMarked ? "; marks follow it, counts do not" : "";
  return [{ mark, words: `lighter: ${UNREAD}${marked}`, short: false }];
}

function doubtKey(data: PageData, { focus }: Scene): KeyEntry[] {
  return focus.position_precision_km >= data.drawn_doubt_km
    ? [
        {
          mark: { kind: "hatch", of: "doubt" },
          words: "the site may lie anywhere here",
          short: false,
        },
      ]
    : [];
}

function shownIn({ shown, state }: Scene): Marked[] {
  return shown.map((site) => ({ site, state }));
}

// How sure the reports of the sites marked are, each as its half of the map has it.
function statusKey(marked: Marked[], short: boolean): KeyEntry[] {
  const seen = new Set(
    marked.map(({ site, state }) => surestStatus(reports(site, state), state.date)),
  );
  return STATUSES.filter((status) => seen.has(status)).map((status) => ({
    mark: { kind: "status", status },
    words: `site: ${status}`,
    short,
  }));
}
