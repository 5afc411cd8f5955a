// Whose figures: a column for each account side by side, with what it reaches, and the switch between
// them. The chosen one is drawn; the others stay to be compared.

import { comparison } from "../model/compare.ts";
import type { PageData, State } from "../model/data.ts";
import { doubtOn } from "../model/doubt.ts";
import { type AccountFinding, absence, finding } from "../model/finding.ts";
import type { Scene } from "../model/scene.ts";
import { ACCOUNT_SWITCH } from "../model/words.ts";
import { HIDDEN, h, part, replace, write } from "./dom.ts";
import { miniMap, putMini } from "./minimap.ts";

type Which = State["account"];

const MINI_PX = { width: 136, height: 92 };
// So many names stand where there is no room for the sentence.
const FEW = 4;
// Longer than this a sentence pushes the table off the screen.
const LONG = 80;

export function makeAccounts(data: PageData, onChoose: (account: Which) => void) {
  // "All" stands last, after what it sums up; beside one account it would say the same again.
  const [all, ...single] = data.accounts;
  const accounts = single.length > 1 ? [...single, all] : single;
  const columns = accounts.map((account) => columnOf(account, onChoose));
  const place = part("accounts");
  place.classList.toggle("is-single", columns.length === 1);
  const elements = columns.map(({ element }) => element);
  const isChoice = columns.length > 1;
  replace(
    place,
    isChoice
      ? h(
          "fieldset",
          { class: "account-columns", role: "radiogroup" },
          h("legend", { class: "unseen" }, "Whose figures"),
          elements,
        )
      : h("div", { class: "account-columns" }, elements),
  );
  let drawn = "";

  function draw(scene: Scene): void {
    const { state, focus } = scene;
    // Where something else is compared, one account's figures may be; all sites count every account.
    const isCompared = state.mode === "compare";
    if (state.mode === "overview" || (isCompared && comparison(data, state).what === "account")) {
      place.hidden = true;
      return;
    }
    const found = finding(data, focus, state);
    place.classList.toggle("is-set", isCompared);
    place.classList.toggle("is-doubted", doubtOn(data, focus, state) === true);
    const known = new Map(found.accounts.map((one) => [one.account, one]));
    // Where one account alone gives figures, it is all there is.
    const [only, ...others] = found.accounts;
    if (only && !others.length) known.set("all", only);
    place.hidden = !known.size;
    for (const column of columns) column.check(state);
    const now = JSON.stringify({ ...state, account: "", view: null, projection: "", fit: "" });
    if (now === drawn) return;
    drawn = now;
    const isBrief = found.accounts.some(({ sentence }) => sentence.length > LONG);
    place.classList.toggle("is-brief", isBrief);
    const named = scene.chosen ?? found.named.at(-1) ?? null;
    for (const column of columns) column.draw(scene, known.get(column.account) ?? null, named);
  }

  function columnOf(account: Which, choose: (account: Which) => void) {
    const input = h("input", {
      type: "radio",
      name: "account",
      value: account,
      "aria-label": ACCOUNT_SWITCH[account],
      "aria-describedby": `count-${account} says-${account}`,
      change: () => choose(account),
    });
    const who = h("span", { class: "account-who" });
    const map = h("span", { class: "account-map" });
    const count = h("b");
    const open = h("span", { class: "account-open" });
    const total = h("span", { class: "account-count", id: `count-${account}` }, count, open);
    const says = h("span", { class: "account-says", id: `says-${account}` });
    const few = h("span");
    const more = h("span", { class: "account-more" });
    const names = h("span", { class: "account-names", ...HIDDEN }, few, more);
    const element = h(
      "label",
      { class: `account account-${account}`, "data-account": account },
      // A single column is no choice: it is what is shown.
      accounts.length > 1 ? input : null,
      h(
        "span",
        { class: "account-head" },
        h("span", { class: "account-name" }, ACCOUNT_SWITCH[account]),
        accounts.length > 1 ? h("span", { class: "account-shown" }, "shown") : null,
      ),
      who,
      map,
      total,
      says,
      names,
    );

    function check(state: State): void {
      input.checked = state.account === account;
    }

    // An account that has no number says why.
    function wordsOf({ focus, state }: Scene, found: AccountFinding | null): string {
      if (found) return found.sentence;
      return account === "all" ? "" : absence(data, focus, state, account);
    }

    function drawOne(scene: Scene, found: AccountFinding | null, place: number | null): void {
      const [number = "", ...rest] = found?.span.split(" ") ?? [];
      write(who, found?.who ?? "");
      write(count, number || "–");
      write(open, rest.length ? ` ${rest.join(" ")}` : "");
      write(says, wordsOf(scene, found));
      const [named, others] = fewOf(found?.names ?? []);
      write(few, named || wordsOf(scene, found));
      write(more, others);
      total.classList.toggle("is-open", found?.orMore ?? false);
      element.classList.toggle("is-unread", (found?.unread ?? 0) > 0);
      putMini(map, found && miniMap(data, scene, account, { ...MINI_PX, named: place }));
    }

    return { account, element, check, draw: drawOne };
  }

  return { draw };
}

// The first names, and how many more there are.
function fewOf(names: string[]): [string, string] {
  const others = names.length - FEW;
  return [names.slice(0, FEW).join(", "), others > 0 ? ` and ${others} more` : ""];
}
