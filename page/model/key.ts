// How to read the map: true to what is looked at and to what is drawn. What is not on the map needs
// no key.

import { coverage, figuresAt, strikesAt } from "./coverage.ts";
import type { Band, End, Look, PageData, Reach, State, Status, Stroke } from "./data.ts";
import { reports, stands, surest } from "./reports.ts";
import type { Scene } from "./scene.ts";
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
  | { kind: "count" };

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

export function keyEntries(data: PageData, scene: Scene): KeyEntry[] {
  return scene.state.mode === "overview" ? overviewKey(data, scene) : siteKey(data, scene);
}

function overviewKey(data: PageData, scene: Scene): KeyEntry[] {
  const words = `from how many of the sites shown a ${data.place} is in reach, on some account at least`;
  return [{ mark: { kind: "count" }, words, short: true }, ...statusKey(scene, true)];
}

function siteKey(data: PageData, scene: Scene): KeyEntry[] {
  const { state, focus } = scene;
  const strokes = ringsAt(data, focus, state).flatMap(({ strokes: some, more }) => [
    ...some,
    ...more,
  ]);
  return [
    ...reachKey(data, scene),
    ...lineKey(strokes),
    ...outsideKey(data, scene),
    ...bandKey(data, scene),
    ...besideKey(data, scene),
    ...intervalKey(data, scene),
    ...unreadKey(strokes),
    ...doubtKey(data, scene),
    ...statusKey(scene, false),
  ];
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
function lineKey(strokes: Stroke[]): KeyEntry[] {
  const looks = [...new Set(strokes.map(({ look }) => look))];
  const open = strokes.find(({ end }) => end === "open");
  const lines: KeyEntry[] = looks.map((look) => ({
    mark: { kind: "line", look, end: "most", unread: false },
    words: LOOK_WORDS[look],
    short: true,
  }));
  if (!open) return lines;
  const mark: KeyMark = { kind: "line", look: open.look, end: "open", unread: false };
  return [...lines, { mark, words: "at least", short: true }];
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
  return [{ mark, words: `lighter: ${UNREAD}`, short: false }];
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

// How sure the reports of the sites shown are.
function statusKey({ shown, state }: Scene, short: boolean): KeyEntry[] {
  const seen = new Set(shown.map((site) => surest(reports(site, state), state.date)));
  return STATUSES.filter((status) => seen.has(status)).map((status) => ({
    mark: { kind: "status", status },
    words: `site: ${status}`,
    short,
  }));
}
