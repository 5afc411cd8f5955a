// Citations: every number leads here on a click.

import type { Claim, PageData, SourceData } from "../model/data.ts";
import {
  citation,
  citationText,
  cited,
  isWebAddress,
  readNote,
  reportAddress,
} from "../model/sources.ts";
import { copyButton } from "./copy.ts";
import { type Attributes, type Child, h } from "./dom.ts";

// The publications of a row, one after another.
export function citedLine(data: PageData, ids: readonly string[]): Child[] {
  return cited(data, ids).flatMap((source) => [
    typeof source === "string" ? source : [linked(source), ` ${readNote(data, source)}`],
    " ",
  ]);
}

export function citationLine(data: PageData, claim: Claim): HTMLElement {
  const { asOf: day, source, notes } = citation(data, claim);
  return h(
    "p",
    { class: "citation" },
    day,
    typeof source === "string" ? source : linked(source),
    notes.map((words) => ` ${words}`),
    typeof source === "string" ? null : copyButton("Copy citation", () => citationText(source)),
    " ",
    reportLink(data, claim, "Report an error in this figure"),
  );
}

export function reportLink(data: PageData, claim: Claim, words: string): HTMLElement | null {
  const address = reportAddress(data, claim);
  return address ? h("a", { ...linkTo(address), class: "copy" }, words) : null;
}

export function linked({ citation, url }: SourceData): Child[] {
  return [isWebAddress(url) ? h("a", linkTo(url), citation) : citation, "."];
}

function linkTo(href: string): Attributes {
  return { href, rel: "noopener noreferrer", target: "_blank" };
}
