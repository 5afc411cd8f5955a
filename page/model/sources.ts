// Citations: every number leads here on a click.

import type { Claim, PageData, SourceData } from "./data.ts";
import { capitalised, readText } from "./words.ts";

export function creditsGeoNames(data: PageData): boolean {
  return Object.hasOwn(data.sources, "geonames");
}

// A report may cite what no list of publications holds, in any words: "constructor" too.
export function sourceOf(data: PageData, id: string): SourceData | null {
  return Object.hasOwn(data.sources, id) ? data.sources[id] : null;
}

// Whether nobody read the publication that a figure stands in.
export function isUnread(data: PageData, { source_id }: Pick<Claim, "source_id">): boolean {
  return sourceOf(data, source_id)?.read === "not";
}

// How far a publication was read, as a sentence; empty where nobody says.
export function readNote(data: PageData, { read }: SourceData): string {
  const quoter = sourceOf(data, read.replace(/^quoted by /, ""));
  return sentence(readText(read, quoter?.citation));
}

function sentence(text: string): string {
  return text && `${capitalised(text)}.`;
}

// Only the web's own addresses become links; anything else in the data stays text.
export function isWebAddress(url: string): boolean {
  return /^https?:\/\/[^\s<>"]+$/i.test(url);
}

// The publications of a row, and in place of one that is on no list what the row says of it.
export function cited(data: PageData, ids: readonly string[]): (SourceData | string)[] {
  return ids.map((id) => sourceOf(data, id) ?? `${id}.`);
}

export interface Citation {
  // "As of 2019-02. ", or empty.
  asOf: string;
  // A publication, or the words in its place.
  source: SourceData | string;
  notes: string[];
}

export function citation(
  data: PageData,
  { source_id: id, as_of: asOf, note }: Pick<Claim, "source_id" | "as_of" | "note">,
): Citation {
  const source = sourceOf(data, id);
  return {
    asOf: asOf ? `As of ${asOf}. ` : "",
    source: source ?? (id ? `Source: ${id}.` : "No publication is given for this figure."),
    notes: [source ? readNote(data, source) : "", source?.note ?? "", note].filter(Boolean),
  };
}

// Where an error in a figure is reported, with the name of its row; empty where nobody is asked, or
// for a figure of the reader's own.
export function reportAddress({ corrections }: PageData, claim: RowOfFigure): string {
  const { system_id, account, claimant, as_of } = claim;
  const row = [system_id, account, claimant, as_of].filter(Boolean).join(", ");
  return corrections && account !== "user" ? corrections + encodeURIComponent(row) : "";
}

type RowOfFigure = Pick<Claim, "system_id" | "account" | "claimant" | "as_of">;

// What the button copies.
export function citationText({ citation, url }: SourceData): string {
  return url ? `${citation}. ${url}` : citation;
}

export function sortedSources(data: PageData): SourceData[] {
  return Object.values(data.sources).sort((one, other) =>
    one.citation.localeCompare(other.citation, "en"),
  );
}
