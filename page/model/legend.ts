// How to read the map: what is not on the page needs no key.

import { REACH_ORDER } from "./coverage.ts";
import type { Account, Band, Claim, End, Look, PageData, Reach, Status } from "./data.ts";
import { isUnread } from "./sources.ts";
import { endsOf, ringLook } from "./strokes.ts";
import { bandWords, capitalised, LOOK_WORDS, REACH_WORDS, UNREAD } from "./words.ts";

const STATUSES: Status[] = ["confirmed", "reported", "alleged", "planned"];
// So many strokes show that they stand side by side.
const SIDE_BY_SIDE = 3;

export interface Key<Mark> {
  mark: Mark;
  words: string;
}

export interface LegendFacts {
  places: string;
  bands: Key<Band>[];
  reaches: Key<Reach>[];
  // Whose figure; then those whose figure is a lower bound alone.
  accounts: Key<Account>[];
  open: Key<Account>[];
  // Null where there is nothing of the kind.
  sideBySide: Key<Account[]> | null;
  interval: Key<Look> | null;
  doubt: string | null;
  notStrike: string | null;
  unread: Key<{ look: Look; end: End }> | null;
  statuses: Key<Status>[];
  // What is shaded, and what that means.
  shaded: { heading: string; means: string };
}

export function legendFacts(data: PageData): LegendFacts {
  const rows = data.sites.flatMap((site) => site.deployments);
  const systems = new Set(rows.map((row) => row.system_id));
  const statuses = new Set(rows.map((row) => row.status));
  const accounts = data.accounts.filter((account) => account !== "all");
  const claims = data.claims.filter((claim) => systems.has(claim.system_id));
  const open = new Set(
    claims
      .filter((claim) => claim.up_to_km === null && claim.at_least_km !== null)
      .filter((claim) => data.systems[claim.system_id].strike)
      .map((claim) => claim.account),
  );
  const lookOf = (claim: Claim) => ringLook(claim.account, data.systems[claim.system_id].strike);
  const interval = claims.find((claim) => endsOf(claim).length > 1);
  const unread = claims.find((claim) => isUnread(data, claim));
  const hasEnded = statuses.has("ended") || statuses.has("cancelled");
  return {
    places: `${capitalised(data.place)}s: shape and colour by distance from the site`,
    bands: data.bands.map((mark) => ({ mark, words: bandWords(data, mark) })),
    reaches: REACH_ORDER.map((mark) => ({ mark, words: REACH_WORDS[mark] })),
    accounts: accounts.map((mark) => ({ mark, words: LOOK_WORDS[mark] })),
    open: accounts
      .filter((account) => open.has(account))
      .map((mark) => ({ mark, words: `at least, no maximum: ${LOOK_WORDS[mark]}` })),
    sideBySide:
      accounts.length > 1
        ? {
            mark: accounts.slice(0, SIDE_BY_SIDE),
            words: "side by side: figures of one radius; the middle of the strokes is exact",
          }
        : null,
    interval: interval
      ? {
          mark: lookOf(interval),
          words: "left open, between a figure's ends",
        }
      : null,
    doubt: data.sites.some((site) => site.position_precision_km >= data.drawn_doubt_km)
      ? "the site may lie anywhere here"
      : null,
    notStrike: [...systems].some((id) => !data.systems[id].strike)
      ? `${LOOK_WORDS["not-strike"]}: interceptor or unarmed drone`
      : null,
    unread: unread
      ? {
          mark: { look: lookOf(unread), end: endsOf(unread)[0][0] },
          words: `lighter: ${UNREAD}`,
        }
      : null,
    shaded: { heading: data.band_words.shaded, means: data.band_words.shaded_means },
    statuses: [
      ...STATUSES.filter((mark) => statuses.has(mark)).map((mark) => ({ mark, words: mark })),
      ...(hasEnded ? [{ mark: "ended" as const, words: "ended or cancelled" }] : []),
    ],
  };
}
