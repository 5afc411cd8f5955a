// Citations: every number leads here on a click.

import { copyButton } from "./copy.js";
import { h } from "./dom.js";

export function creditsGeoNames(data) {
  return Object.hasOwn(data.sources, "geonames");
}

// A report may cite what no list of publications holds, in any words: "constructor" too.
function sourceOf(data, id) {
  return Object.hasOwn(data.sources, id) ? data.sources[id] : null;
}

// The publications of a row, and in place of one that is on no list what the row says of it.
export function cited(data, ids) {
  return ids.flatMap((id) => {
    const source = sourceOf(data, id);
    return [source ? linked(source) : `${id}.`, " "];
  });
}

export function citation(data, id, asOf, note) {
  const source = sourceOf(data, id);
  return h("p", { class: "citation" },
    asOf ? `As of ${asOf}. ` : "",
    source ? linked(source) : id ? `Source: ${id}.` : "No publication is given for this figure.",
    source && source.note ? ` ${source.note}` : "",
    note ? ` ${note}` : "",
    source ? copyButton("Copy citation", () => source.citation + (source.url ? `. ${source.url}` : "")) : null);
}

// Only the web's own addresses become links; anything else in the data stays text.
export function linked(source) {
  const safe = /^https?:\/\//i.test(source.url);
  return [safe ? h("a", { href: source.url, rel: "noopener noreferrer", target: "_blank" }, source.citation)
    : source.citation, "."];
}
