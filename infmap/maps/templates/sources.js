// Citations: every number leads here on a click.

import { h } from "./dom.js";

// A report may cite what no list of publications holds, in any words: "constructor" too.
export function sourceOf(data, id) {
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

// Copies a text; where the browser refuses, the text is shown to be copied by hand.
export function copyButton(label, text) {
  const button = h("button", { type: "button", class: "copy" }, label);
  const say = (words) => { button.textContent = words; setTimeout(() => { button.textContent = label; }, 2000); };
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      say("Copied");
    } catch {
      const area = h("textarea", { class: "copy-text", readonly: true, "aria-label": label });
      area.value = text();
      button.after(area);
      area.select();
      say(document.execCommand("copy") ? "Copied" : "Select and copy");
      if (button.textContent === "Copied") area.remove();
    }
  });
  return button;
}

// Only the web's own addresses become links; anything else in the data stays text.
export function linked(source) {
  const safe = /^https?:\/\//i.test(source.url);
  return [safe ? h("a", { href: source.url, rel: "noopener noreferrer", target: "_blank" }, source.citation)
    : source.citation, "."];
}
