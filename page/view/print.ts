// On paper nothing can be opened and the map has another size: both are seen to before it is printed.

import { part } from "./dom.ts";

export function preparePrint(fit: () => void): void {
  const key = part("legend", HTMLDetailsElement);
  const reported = part("reported");
  let opened: HTMLDetailsElement[] = [];

  // What is reported is printed with its sources; the list of all of them would be a book.
  function before(): void {
    opened = [key, ...reported.querySelectorAll("details")].filter((one) => !one.open);
    for (const one of opened) one.open = true;
    setPrinted(true);
  }

  function after(): void {
    for (const one of opened) one.open = false;
    setPrinted(false);
  }

  function setPrinted(isPrinted: boolean): void {
    document.body.classList.toggle("is-printed", isPrinted);
    fit();
  }

  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
}
