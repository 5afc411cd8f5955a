// Citations: every number leads here on a click.

import { h } from "./dom.js";

export function citation(data, id, asOf, note) {
  const source = data.sources[id];
  return h("p", { class: "citation" },
    asOf ? `As of ${asOf}. ` : "",
    source ? linked(source) : id ? `Source: ${id}.` : "No publication is given for this figure.",
    source && source.note ? ` ${source.note}` : "",
    note ? ` ${note}` : "");
}

// Only the web's own addresses become links; anything else in the data stays text.
export function linked(source) {
  const safe = /^https?:\/\//i.test(source.url);
  return [safe ? h("a", { href: source.url, rel: "noopener noreferrer", target: "_blank" }, source.citation)
    : source.citation, "."];
}
