// A button that copies.

import { h, makeButton } from "./dom.ts";

const SAID_MS = 2000;

// Copies a text; where the browser refuses, the text is shown to be copied by hand.
export function copyButton(label: string, text: () => string): HTMLButtonElement {
  const button = makeButton({ class: "copy" }, label);
  const say = (words: string) => {
    button.textContent = words;
    setTimeout(() => {
      button.textContent = label;
    }, SAID_MS);
  };
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      say("Copied");
    } catch {
      const area = h("textarea", { class: "copy-text", readonly: true, "aria-label": label });
      area.value = text();
      button.after(area);
      area.select();
      const isCopied = document.execCommand("copy");
      say(isCopied ? "Copied" : "Select and copy");
      if (isCopied) area.remove();
    }
  });
  return button;
}
