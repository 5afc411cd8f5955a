// Citations: every number leads here on a click.

import type { PageData, SourceData } from "../model/data.ts";
import { citation, citationText, cited, isWebAddress, readNote } from "../model/sources.ts";
import { copyButton } from "./copy.ts";
import { type Child, h } from "./dom.ts";

// The publications of a row, one after another.
export function citedLine(data: PageData, ids: readonly string[]): Child[] {
  return cited(data, ids).flatMap((source) => [
    typeof source === "string" ? source : [linked(source), ` ${readNote(data, source)}`],
    " ",
  ]);
}

export function citationLine(
  data: PageData,
  id: string,
  asOf: string | null,
  note: string,
): HTMLElement {
  const { asOf: day, source, notes } = citation(data, id, asOf, note);
  return h(
    "p",
    { class: "citation" },
    day,
    typeof source === "string" ? source : linked(source),
    notes.map((words) => ` ${words}`),
    typeof source === "string" ? null : copyButton("Copy citation", () => citationText(source)),
  );
}

export function linked({ citation, url }: SourceData): Child[] {
  const link = { href: url, rel: "noopener noreferrer", target: "_blank" };
  return [isWebAddress(url) ? h("a", link, citation) : citation, "."];
}
