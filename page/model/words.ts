// The page's words: one place for how numbers and categories read.

export const BANDS = ["below-500", "shorter-range", "intermediate-range", "beyond-5500"];

export const BAND_WORDS = {
  "below-500": "below 500 km",
  "shorter-range": "500 to 1000 km (shorter-range)",
  "intermediate-range": "1000 to 5500 km (intermediate-range)",
  "beyond-5500": "beyond 5500 km",
};

export const BAND_SHORT = {
  "below-500": "below 500",
  "shorter-range": "shorter",
  "intermediate-range": "intermediate",
  "beyond-5500": "beyond",
};

export const REACH_WORDS = { a: "all accounts", s: "some accounts", u: "left open", n: "no account" };

export const REACH_LONG = {
  a: "In reach on all accounts",
  s: "In reach on some accounts, not on all",
  u: "No account says yes; one leaves it open",
  n: "In reach on no account",
};

export const ANSWERS = { y: "in range", n: "out of range", "?": "left open" };

export const LOOK_WORDS = {
  operator: "operator",
  opponent: "opponent",
  independent: "independent",
  user: "your own figure",
  "not-strike": "not a strike system",
};

// Of others nothing need be said.
export const RELATION_WORDS = { holder: "the holder's own", host: "the host's own", ally: "ally's" };

export const EDGE_WORDS = { near_edge: "near the edge", near_band_edge: "near a limit of the band" };

// What a ring says of a figure, before its kilometres.
export const END_WORDS = { most: "", lower: "from ", far: "to ", open: "at least " };

export const MODE_WORDS = { focus: "One site", overview: "All sites", "true-distance": "True distance" };

const COMPASS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];

export function km(distance, turns) {
  return `${distanceText(distance, 1, turns).replace(/\B(?=(\d{3})+(?=\.))/g, "\u202f")} km`;
}

// With so many decimals, or with as many as keep a distance on its side of where the words beside
// it turn: a limit of the band, an end of a figure.
export function distanceText(distance, decimals, turns) {
  const text = distance.toFixed(decimals);
  const isTrue = turns.every((turn) => Math.sign(text - turn) === Math.sign(distance - turn));
  return isTrue ? text : distanceText(distance, decimals + 1, turns);
}

export function azimuth(degrees) {
  return `${degrees.toFixed(1)}° ${COMPASS[Math.round(degrees / 45) % 8]}`;
}

// "Iskander-M (9M723 ballistic missile)" is "Iskander-M" where space is short.
export function shortName(name) {
  return name.split(" (")[0];
}

// What a stroke of a ring is called: of which systems, and how far.
export function strokeName(data, { claims, end, km: range }) {
  const [first, ...others] = new Set(claims.map((claim) => systemLabel(data.systems[claim.system_id])));
  const named = others.length < 2 ? [first, ...others] : [first, `${others.length} more`];
  return `${named.join(" / ")}, ${END_WORDS[end]}${range} km`;
}

// Who gives figures, the first of them where they are many.
export function names(claims, most) {
  const all = [...new Set(claims.map((claim) => claim.claimant))];
  return all.length > most ? `${all.slice(0, most - 1).join(", ")} and ${all.length - most + 1} more`
    : all.join(", ");
}

function systemLabel({ name, label }) {
  return label ?? shortName(name);
}

// A text for where it has one line; a letter is never cut in two.
export function oneLine(text, most = 80) {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}

// A name in two lines, broken before what stands in brackets.
export function twoLines(name) {
  const at = name.indexOf(" (");
  return at < 0 ? [name] : [name.slice(0, at), name.slice(at + 1)];
}

// "capital" is said only where every place is one; with a capital letter it begins a sentence.
export function capitalised(word) {
  return word[0].toUpperCase() + word.slice(1);
}

export function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

// The words for when a report begins and ends.
export function period(deployment) {
  const { first_reported: from, until } = deployment;
  if (from && until) return from === until ? from : `${from} to ${until}`;
  if (from) return `since ${from}`;
  return until ? `until ${until}` : "";
}
