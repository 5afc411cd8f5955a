// A button that copies.

import { h } from "./dom.js";

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
