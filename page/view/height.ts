// Tells how high a frame would be with which nothing of this page is hidden.

import { wantedHeight } from "../model/layout.ts";

const TEXT = [".masthead", ".finding", ".account-columns", ".panel-foot"];
// Around the accounts.
const ROOM_PX = 24;

export function watchHeight(tell: (height: number) => void): void {
  const parts = [...document.querySelectorAll<HTMLElement>(".unknown,.controls,.legend,.card")];
  const text = TEXT.flatMap((name) => document.querySelector<HTMLElement>(name) ?? []);
  const map = document.querySelector<HTMLElement>(".map-frame");
  let last: number | null = null;

  function look(): void {
    const { layout, twin } = document.body.dataset;
    const heights = {
      page: document.documentElement.scrollHeight,
      map: map?.offsetHeight ?? 0,
      text: text.reduce((sum, { offsetHeight }) => sum + offsetHeight, ROOM_PX),
    };
    const wanted = wantedHeight(layout, heights, twin === "down");
    if (wanted === null || wanted === last) return;
    last = wanted;
    tell(wanted);
  }

  const observer = new ResizeObserver(look);
  for (const element of [...text, ...parts]) observer.observe(element);
  // Two maps below each other need more than one; what is opened scrolls in its place.
  new MutationObserver(look).observe(document.body, { attributeFilter: ["data-twin"] });
}
