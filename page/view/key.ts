// How to read the map: a line under it with what matters most, which opens to the whole key.

import type { PageData } from "../model/data.ts";
import { type KeyEntry, keyEntries } from "../model/key.ts";
import type { Scene } from "../model/scene.ts";
import { h, part, renew, replace } from "./dom.ts";
import { keyMark } from "./keymark.ts";

export function makeKey(data: PageData) {
  let drawn = "";
  const list = h("ul");
  replace(part("legend-body"), list);
  replace(part("key-line"));

  function draw(scene: Scene): void {
    const entries = keyEntries(data, scene);
    const now = JSON.stringify(entries);
    if (now === drawn) return;
    drawn = now;
    renew(part("key-line"), [
      h("span", { class: "key-word" }, "Key"),
      ...short(entries).map(entry),
    ]);
    renew(list, entries.map(item));
  }

  function short(entries: KeyEntry[]): KeyEntry[] {
    return entries.filter((one) => one.short);
  }

  function entry({ mark, words }: KeyEntry): HTMLElement {
    return h("span", { class: "key-entry" }, keyMark(data, mark), h("span", {}, words));
  }

  function item({ mark, words }: KeyEntry): HTMLElement {
    return h("li", {}, keyMark(data, mark), h("span", {}, words));
  }

  return { draw };
}
