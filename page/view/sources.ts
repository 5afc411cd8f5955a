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
  const report = reportAddress(data, claim);
  return h(
    "p",
    { class: "citation" },
    day,
    typeof source === "string" ? source : linked(source),
    notes.map((words) => ` ${words}`),
    typeof source === "string" ? null : copyButton("Copy citation", () => citationText(source)),
    report && [" ", h("a", { ...linkTo(report), class: "copy" }, "Report an error in this figure")],
  );
}

export function linked({ citation, url }: SourceData): Child[] {
  return [isWebAddress(url) ? h("a", linkTo(url), citation) : citation, "."];
}

function linkTo(href: string): Attributes {
  return { href, rel: "noopener noreferrer", target: "_blank" };
}
