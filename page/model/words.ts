// The page's words: one place for how numbers and categories read.

import type {
  AnswerWord,
  Band,
  Claim,
  Counting,
  End,
  Fit,
  Look,
  Mode,
  PageData,
  ProjectionName,
  Reach,
  Relation,
  Stroke,
  TreatyBand,
  Units,
} from "./data.ts";
import { rangeText } from "./units.ts";

// What has the colours and marks of a zone of the treaty.
export const BAND_LOOKS: Record<Band, TreatyBand> = {
  "below-500": "below-500",
  "shorter-range": "shorter-range",
  "intermediate-range": "intermediate-range",
  "beyond-5500": "beyond-5500",
  "below-band": "below-500",
  "in-band": "intermediate-range",
  "beyond-band": "beyond-5500",
};

export function isInside(band: Band): boolean {
  return BAND_LOOKS[band].endsWith("-range");
}

export function isBeyond(band: Band): boolean {
  return BAND_LOOKS[band] === "beyond-5500";
}

export function bandWords(data: PageData, band: Band): string {
  return data.band_words.zones[data.bands.indexOf(band)];
}

export const REACH_WORDS: Record<Reach, string> = {
  all: "all accounts",
  some: "some accounts",
  unknown: "left open",
  none: "no account",
};

export const REACH_LONG: Record<Reach, string> = {
  all: "In reach on all accounts",
  some: "In reach on some accounts, not on all",
  unknown: "No account says yes; one leaves it open",
  none: "In reach on no account",
};

export const ANSWERS: Record<AnswerWord, string> = {
  yes: "in range",
  no: "out of range",
  open: "left open",
};

export const LOOK_WORDS: Record<Look, string> = {
  operator: "operator",
  opponent: "opponent",
  independent: "independent",
  user: "your own figure",
  "not-strike": "not a strike system",
};
// Of a figure against targets in the air, in space or at sea.
export const ENGAGEMENT = "engagement only";

// What people call the kinds of systems, for the search.
export const KIND_WORDS: Record<string, string[]> = {
  GLBM: ["ballistic"],
  GLCM: ["cruise"],
  SLBM: ["ballistic"],
  ICBM: ["ballistic"],
  SLCM: ["cruise"],
  ALCM: ["cruise"],
  interceptor: ["missile defence"],
  UAV: ["drone"],
  launcher: [],
  target: [],
  "boost-glide": ["glide", "hypersonic glide"],
};

export function kindWords(kind: string): string[] {
  return [kind, ...(Object.hasOwn(KIND_WORDS, kind) ? KIND_WORDS[kind] : [])];
}

// How far a publication was read.
const READ_WORDS: Record<string, string> = {
  whole: "read whole",
  "the passage": "the passage read",
  not: "not read",
};

// Of a figure whose publication nobody read.
export const UNREAD = "source not read";

// The publication that quotes it stands in place of that one's id, where the page has it.
export function readText(read: string, quoter = ""): string {
  if (!read) return "";
  if (Object.hasOwn(READ_WORDS, read)) return READ_WORDS[read];
  return `${READ_WORDS.not}; ${quoter ? `quoted by ${quoter}` : read}`;
}

// Of others nothing need be said.
export const RELATION_WORDS: Record<Relation, string> = {
  holder: "the holder's own",
  host: "the host's own",
  ally: "ally's",
  other: "",
};

// The ally of a holder of what has ended, where no day is asked.
export const ALLY_STILL = "ally's, then and today";

export const SEAT = "seat of government";

export const EDGE_WORDS = {
  near_edge: "near the edge",
  near_band_edge: "near a limit of the band",
};

// What a ring says of a figure, before its kilometres.
export const END_WORDS: Record<End, string> = {
  most: "",
  lower: "from ",
  far: "to ",
  open: "at least ",
};

export const MODES: Mode[] = ["focus", "overview", "compare"];

export const MODE_WORDS: Record<Mode, string> = {
  focus: "One site",
  overview: "All sites",
  compare: "Compare",
};

export const COUNTINGS: Counting[] = ["every", "some", "both"];

export const COUNTING_WORDS: Record<Counting, string> = {
  every: "Every",
  some: "Some",
  both: "Both",
};

export const PROJECTIONS: ProjectionName[] = ["mercator", "true-distance", "globe"];

export const PROJECTION_WORDS: Record<ProjectionName, string> = {
  mercator: "Mercator",
  "true-distance": "True distance",
  globe: "Globe",
};

export const FITS: Fit[] = ["rings", "band"];

export const FIT_WORDS: Record<Fit, string> = { rings: "Rings", band: "Whole band" };

export const UNITS: Units[] = ["km", "mi", "nmi"];

const THEME_WORDS: Record<string, string> = {
  debate: "The debate of 2014 to 2019",
  eliminated: "Eliminated: the forces of 1987",
  "third-parties": "Third parties: the proposals of 2004 and 2007",
  "after-inf": "After the treaty",
  all: "All of them",
};

export function themeWords(theme: string): string {
  return Object.hasOwn(THEME_WORDS, theme) ? THEME_WORDS[theme] : theme;
}

export const ACCOUNT_SWITCH: Record<PageData["accounts"][number], string> = {
  all: "All",
  operator: "Operator",
  opponent: "Opponent",
  independent: "Independent",
  user: "My own",
};

const COMPASS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

export function azimuth(degrees: number): string {
  return `${degrees.toFixed(1)}° ${COMPASS[Math.round(degrees / 45) % 8]}`;
}

// "Iskander-M (9M723 ballistic missile)" is "Iskander-M" where space is short.
export function shortName(name: string): string {
  return name.split(" (")[0];
}

// What a stroke of a ring is called: of which systems, and how far.
export function strokeName(
  data: PageData,
  { claims, end, km: range }: Stroke,
  units: Units,
): string {
  const labels = claims.map((claim) => data.systems[claim.system_id].label);
  const [first, ...others] = new Set(labels);
  const named = others.length < 2 ? [first, ...others] : [first, `${others.length} more`];
  return `${named.join(" / ")}, ${END_WORDS[end]}${rangeText(range, units)}`;
}

// Who gives figures, the first of them where they are many.
export function names(claims: Claim[], most: number): string {
  const all = [...new Set(claims.map((claim) => claim.claimant))];
  return all.length > most
    ? `${all.slice(0, most - 1).join(", ")} and ${all.length - most + 1} more`
    : all.join(", ");
}

// A text for where it has one line; a letter is never cut in two.
export function oneLine(text: string, most = 80): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}

// A name in two lines, broken before what stands in brackets.
export function twoLines(name: string): string[] {
  const at = name.indexOf(" (");
  return at < 0 ? [name] : [name.slice(0, at), name.slice(at + 1)];
}

// "capital" is said only where every place is one; with a capital letter it begins a sentence.
export function capitalised(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

// What is there of several things to say, in one line.
export function listed(parts: string[], between = ", "): string {
  return parts.filter(Boolean).join(between);
}

// "Riga", "Riga and Warsaw", "Riga, Warsaw and Berlin".
export function nameList(names: string[]): string {
  return names.length < 2
    ? names.join("")
    : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
