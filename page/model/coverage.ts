// What holds under the state chosen: the reports of the day and theme, the figures of the
// account, and what they add up to for each capital. Python decided every answer by distance;
// here they are filtered and put together by the same rule.

// The system of a launcher of the reader's own: no id of the data's, for these hold no brackets.
export const HYPOTHETICAL = "(hypothetical)";
// In reach on all accounts, on some, left open, on none: the surer, the earlier.
export const REACH_ORDER = [..."asun"];
const BAND_OF = { b: "below-500", s: "shorter-range", i: "intermediate-range", x: "beyond-5500" };

export function reports(site, { theme, date }) {
  return site.deployments.filter((row) =>
    (theme === "all" || row.theme === null || row.theme === theme)
    && (!date || ((!row.from_day || row.from_day <= date) && (!row.to_day || date <= row.to_day))));
}

export function systemsAt(site, state) {
  return [...new Set(reports(site, state).map((row) => row.system_id))];
}

// The figures that count, as [place in the site's list, claim].
export function figuresAt(data, site, state) {
  const systems = new Set(systemsAt(site, state));
  const claims = site.inline ?? site.claims.map((index) => data.claims[index]);
  return claims
    .map((claim, k) => [k, claim])
    .filter(([, claim]) => systems.has(claim.system_id)
      && (state.account === "all" || claim.account === state.account || claim.system_id === HYPOTHETICAL));
}

// Whether a place is a capital on the day chosen; without one, whether it is today.
export function stands(place, date) {
  return date ? (!place.from_day || place.from_day <= date) && (!place.to_day || date <= place.to_day)
    : !place.to_day;
}

// One value a capital: distance, band, in reach (a letter of the order above), near an edge.
export function coverage(data, site, state) {
  const key = [state.theme, state.date, state.account].join("|");
  site.cache ??= new Map();
  if (!site.cache.has(key)) site.cache.set(key, compute(data, site, state));
  return site.cache.get(key);
}

function compute(data, site, state) {
  const figures = figuresAt(data, site, state);
  const strikes = figures.filter(([, claim]) => data.systems[claim.system_id].strike);
  const bySystem = grouped(strikes);
  const reach = data.capitals.map((_, capital) => overallReach(
    bySystem.map((claims) => claims.map(([k]) => site.in_range[k][capital]))));
  const relation = relations(data, site, state);
  const near = data.capitals.map(() => false);
  for (const [k] of figures) for (const capital of site.near_edge[k]) near[capital] = true;
  return { figures, distance: site.distance_km, band: [...site.band].map((b) => BAND_OF[b]), reach, near,
    relation, nearLimit: nearLimits(data, site), turns: turns(data, figures) };
}

// Whose each place is: the holder's of what is there, the host's, an ally's of the holder's, or
// another's. A missile does not threaten its holder's own capital, nor its host's.
function relations(data, site, state) {
  // A launcher that nobody reports is nobody's.
  if (site.hypothetical) return data.capitals.map(() => "other");
  const holders = [...new Set(reports(site, state).flatMap((row) => row.holders ?? []))]
    .map((name) => data.holders[name]);
  const held = new Set(holders.flatMap(({ states }) => states));
  const [host, occupier] = site.host ?? ["", ""];
  const isOfNato = holders.some(({ nato_since: since }) => since && (!state.date || since <= state.date));
  // The Pact has had no member since 1991, and so none today.
  const inPact = ({ pact_until: until }) => Boolean(until && state.date && state.date <= until);
  const isOfPact = holders.some(inPact);
  return data.capitals.map((place) => {
    if (place.state && held.has(place.state)) return "holder";
    const [nato, pact] = [inNato(place, state.date), inPact(place)];
    const isAlly = (isOfNato && nato) || (isOfPact && pact);
    const isOpposed = (isOfNato && pact) || (isOfPact && nato);
    // Of two states of one country that was divided, the ally is the host.
    const isHost = place.state === host || (isAlly && place.later_state === host);
    if (host && isHost && !isOpposed && !held.has(occupier)) return "host";
    return isAlly ? "ally" : "other";
  });
}

export function isForeign(relation) {
  return relation !== "holder" && relation !== "host";
}

// Whether the site's place is known too vaguely to tell on which side of a limit a place lies.
function nearLimits(data, site) {
  const near = new Set(site.near_band_edge);
  return data.capitals.map((_, index) => near.has(index));
}

// Where what is said of a place turns: the limits of the band, the ends of the figures.
function turns(data, figures) {
  const ends = figures.flatMap(([, claim]) => [claim.at_least_km, claim.up_to_km]);
  return [...data.limits_km, ...ends.filter((end) => end !== null)];
}

function grouped(strikes) {
  const groups = new Map();
  for (const figure of strikes) {
    const id = figure[1].system_id;
    if (!groups.has(id)) groups.set(id, []);
    groups.get(id).push(figure);
  }
  return [...groups.values()];
}

// Some system in range on every account of it; else on one; else left open by one; else none.
function overallReach(systems) {
  const all = systems.flat();
  if (systems.some((letters) => letters.every((letter) => letter === "y"))) return "a";
  if (all.includes("y")) return "s";
  return all.includes("?") ? "u" : "n";
}

// The farther end of a figure, which margins are measured from; null where it has none.
export function farEnd({ at_least_km: low, up_to_km: high }) {
  return high ?? low;
}

export function isReached(reach) {
  return reach === "a" || reach === "s";
}

// From how many of the sites each capital is in reach, on some account at least; null on a day
// when it is none.
export function reachCounts(data, sites, state) {
  const counts = data.capitals.map((place) => (stands(place, state.date) ? 0 : null));
  for (const site of sites) {
    coverage(data, site, state).reach.forEach((reach, k) => { if (counts[k] !== null && isReached(reach)) counts[k] += 1; });
  }
  return counts;
}

// What the treaty said of a figure, for those who hold the system at a site: a verdict for each
// outcome, with its holders.
export function verdictsAt(data, site, claim, state) {
  const rows = reports(site, state).filter((row) => row.system_id === claim.system_id);
  const holders = [...new Set(rows.flatMap((row) => row.holders))];
  const slot = state.date ? data.verdict_days.filter((day) => day <= state.date).length : 0;
  const found = new Map();
  for (const holder of holders.length ? holders : [""]) {
    if (!claim.verdicts || !Object.hasOwn(claim.verdicts, holder)) continue;
    const verdict = data.verdicts[claim.verdicts[holder][slot]];
    const key = `${verdict.outcome} · ${verdict.article}`;
    if (!found.has(key)) found.set(key, { key, verdict, holders: [], reasons: [] });
    found.get(key).holders.push(holder);
    if (!found.get(key).reasons.includes(verdict.reason)) found.get(key).reasons.push(verdict.reason);
  }
  return [...found.values()];
}

// Whether a place lies in a state of NATO, on a day or at last count; null where that is not known.
export function inNato(place, date) {
  if (!place.nato_known) return null;
  return Boolean(place.nato_since) && (!date || place.nato_since <= date);
}

// Whether the page has anything to say of NATO.
export function tellsOfNato(data) {
  return data.capitals.some((place) => place.nato_known);
}
