// What is reported at the site in focus, on whose account.

import { farEnd, figuresAt } from "./coverage.ts";
import type { Claim, End, Look, PageData, Report, Site, State, Status } from "./data.ts";
import { chargesBy, period, reports, statusOn } from "./reports.ts";
import { isStrikeSystem, strikes, whyNot } from "./striking.ts";
import { endsOf, ringLook } from "./strokes.ts";
import { type HeldVerdict, verdictsAt } from "./verdicts.ts";
import { ENGAGEMENT, LOOK_WORDS, listed } from "./words.ts";

// Verdicts that are the same whatever figure is right.
const NO_FIGURE_COUNTS = ["not stated", "not bound"];

export interface FigureFacts {
  claim: Claim;
  // The line that it is drawn with; null where none is.
  line: { look: Look; end: End } | null;
  whose: string;
  // The treaty's verdicts that say something: outcome (for the style) and words.
  verdicts: { outcome: string; words: string }[];
  // On which grounds, a paragraph each.
  reasons: string[];
  positions: { who: string; what: string }[];
}

export interface SystemFacts {
  name: string;
  // Kind, who holds it here, and that it strikes nothing.
  what: string;
  reports: { report: Report; status: Status; words: string }[];
  figures: FigureFacts[];
  // In the place of figures.
  noFigure: string;
  charges: PageData["allegations"];
  note: string;
}

// What is to be said of a site before its systems.
export function siteNotes(data: PageData, site: Site): string[] {
  const doubt = site.position_precision_km;
  return [
    site.hypothetical ? "Hypothetical: nobody reports a launcher here." : "",
    doubt >= data.drawn_doubt_km
      ? `The reports name no exact place: the mark may be up to ${doubt} km off.`
      : "",
    data.bands.includes("in-band") ? `${data.band_words.span} is ${data.band_words.caption}.` : "",
  ].filter(Boolean);
}

export function systemFacts(data: PageData, site: Site, id: string, state: State): SystemFacts {
  const system = data.systems[id];
  const rows = reports(site, state).filter((row) => row.system_id === id);
  const held = [...new Set(rows.flatMap(({ holders }) => holders))];
  return {
    name: system.name,
    what: listed(
      [
        system.kind ?? "",
        held.join(", "),
        isStrikeSystem(data, id) ? "" : LOOK_WORDS["not-strike"],
      ],
      " · ",
    ),
    reports: (site.hypothetical ? [] : rows).map((report) => ({
      report,
      status: statusOn(report, state.date),
      words: listed([period(report), report.reported_by]),
    })),
    figures: figuresAt(data, site, state)
      .filter(([, claim]) => claim.system_id === id)
      .map(([, claim]) => figureFacts(data, site, claim, state)),
    noFigure: `No figure is on file${state.account === "all" ? "" : " on this account"}.`,
    charges: chargesBy(data, state).filter((row) => row.system_id.includes(id)),
    note: system.note,
  };
}

function figureFacts(data: PageData, site: Site, claim: Claim, state: State): FigureFacts {
  const verdicts = verdictsAt(data, site, claim, state);
  const whose = ({ holders }: HeldVerdict) =>
    verdicts.length > 1 ? ` (${holders.join(", ")})` : "";
  const why = whyNot(data, claim);
  const ifRight = (one: HeldVerdict) =>
    NO_FIGURE_COUNTS.includes(one.verdict.outcome) ? "" : `If this figure is right${whose(one)}: `;
  return {
    claim,
    line: lineOf(data, claim),
    whose: listed([claim.claimant, LOOK_WORDS[claim.account], why === ENGAGEMENT ? why : ""]),
    verdicts: verdicts
      .filter(({ verdict }) => verdict.outcome !== "not stated")
      .map((one) => ({ outcome: one.verdict.outcome, words: one.key + whose(one) })),
    reasons: verdicts.map((one) => ifRight(one) + one.reasons.join(" ")),
    positions: verdicts
      .flatMap(({ verdict }) => verdict.positions)
      .map(([who, what]) => ({ who, what })),
  };
}

function lineOf(data: PageData, claim: Claim): FigureFacts["line"] {
  const last = endsOf(claim).at(-1);
  if (!farEnd(claim) || !last) return null;
  return { look: ringLook(claim.account, strikes(data, claim)), end: last[0] };
}
