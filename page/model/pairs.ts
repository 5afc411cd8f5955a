// The two sides of a comparison, and what there is to choose for them.

import { ACCOUNT_ORDER, counts, most } from "./counts.ts";
import type { Account, Look, PageData, Pin, Site, State } from "./data.ts";
import { isDay, lastDay } from "./days.ts";
import { told } from "./finding.ts";
import { launcherAt, WHAT_IF } from "./launcher.ts";
import { reports } from "./reports.ts";
import { titleName } from "./sentences.ts";
import { type What, whatOf } from "./sides.ts";
import { isStrikeSystem } from "./striking.ts";
import { ACCOUNT_SWITCH, listed, oneLine } from "./words.ts";

const EVENT_LETTERS = 48;

export interface Side {
  // An account, a day, or the id of a system or site.
  id: string;
  letter: "A" | "B";
  words: string;
  // Whose colour it has.
  look: Look | null;
  // "A Operator: 0 in range".
  tag: string;
  // What one site shows: all the rest of the model understands it.
  site: Site;
  state: State;
}

const launchers = new WeakMap<PageData, WeakMap<Pin, Site>>();

// A launcher that nobody reports is worked out once.
export function launched(data: PageData, pin: Pin): Site {
  const ofPage = launchers.get(data) ?? new WeakMap<Pin, Site>();
  launchers.set(data, ofPage);
  const made = ofPage.get(pin) ?? launcherAt(data, pin);
  ofPage.set(pin, made);
  return made;
}

function siteIn(data: PageData, { site: id, pin }: State): Site {
  if (id === WHAT_IF && pin) return launched(data, pin);
  return data.sites.find((site) => site.id === id) ?? data.sites[0];
}

// What the page shows in compare: what the state asks for, or the two accounts that differ most.
export function pairOf(data: PageData, state: State): { what: What; left: string; right: string } {
  const { left, right } = state;
  const what = left && right ? whatOf(data, left, right) : null;
  if (left && right && what) return { what, left, right };
  return { what: "account", ...farthestAccounts(data, state) };
}

// What stands first where the reader turns to another kind; null where there are no two of it.
export function firstPair(data: PageData, state: State, what: What): Pick<State, "left" | "right"> {
  const none = { left: null, right: null };
  if (what === "account") return farthestAccounts(data, state);
  const values = optionsOf(data, state, what).map(({ value }) => value);
  const [first] = values;
  if (what === "day") return firstDays(data, siteIn(data, state), values) ?? none;
  const left = values.includes(state.site) ? state.site : first;
  const right = values.find((value) => value !== left);
  return left && right ? { left, right } : none;
}

// Since something is first reported there, and the last day on file.
function firstDays(data: PageData, { deployments }: Site, days: string[]) {
  const begun = deployments.flatMap(({ from_day: from }) => from ?? []).toSorted();
  const [left, right] = [begun[0] ?? days[0], lastDay(data) ?? days[days.length - 1]];
  return left && right && left !== right ? { left, right } : null;
}

// The first two, in the order of accounts, of those whose counts differ most.
function farthestAccounts(data: PageData, state: State): { left: Account; right: Account } {
  const found = told(data, siteIn(data, state), { ...state, account: "all", system: null });
  const all = [...found.counts];
  const pairs = all.flatMap(([left, one], k) =>
    all.slice(k + 1).map(([right, other]) => ({
      left,
      right,
      far: Math.abs(one.sure.length - other.sure.length) + Math.abs(most(one) - most(other)),
    })),
  );
  const [pair] = pairs.toSorted((one, other) => other.far - one.far);
  if (pair) return { left: pair.left, right: pair.right };
  // Where one alone makes a number, the operator's stands beside it, which makes none.
  const given = [...found.counts.keys()];
  const others = ACCOUNT_ORDER.filter((account) => !given.includes(account));
  const [left, right] = ACCOUNT_ORDER.filter((account) =>
    [...given, ...others].slice(0, 2).includes(account),
  );
  return { left, right };
}

export function optionsOf(
  data: PageData,
  state: State,
  what: What,
): { value: string; words: string }[] {
  const site = siteIn(data, state);
  if (what === "account") {
    const all = [...ACCOUNT_ORDER.filter((word) => data.accounts.includes(word)), "all" as const];
    return all.map((value) => ({ value, words: ACCOUNT_SWITCH[value] }));
  }
  if (what === "site") {
    return data.sites
      .filter((one) => reports(one, { ...state, date: null, system: null }).length)
      .map((one) => ({ value: one.id, words: one.name }));
  }
  const rows = reports(site, { ...state, date: null, system: null });
  if (what === "system") {
    const ids = [...new Set(rows.map((row) => row.system_id))];
    return ids
      .filter((id) => Object.hasOwn(data.systems, id))
      .toSorted(
        (one, other) => Number(isStrikeSystem(data, other)) - Number(isStrikeSystem(data, one)),
      )
      .map((value) => ({ value, words: data.systems[value].label }));
  }
  return days(data, site, rows, state);
}

// The days on which something at the site begins or ends, those of events, and the last on file.
export function days(
  data: PageData,
  { name }: Site,
  rows: ReturnType<typeof reports>,
  state: State,
) {
  const named = new Map<string, string>();
  const add = (day: string | null, words: string) => {
    if (day && !named.has(day)) named.set(day, words);
  };
  for (const { system_id: id, from_day: from, to_day: to } of rows) {
    add(from, `${data.systems[id].label} at ${titleName(name)}`);
    add(to, `last of ${data.systems[id].label}`);
  }
  const own = new Set(rows.map((row) => row.system_id));
  for (const { day, title, systems } of data.events) {
    if (!systems.length || systems.some((id) => own.has(id))) add(day, title);
  }
  add(lastDay(data), "the last day on file");
  for (const side of [state.left, state.right]) add(side && isDay(side) ? side : null, "");
  return [...named]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([value, words]) => ({ value, words: oneLine(listed([value, words]), EVENT_LETTERS) }));
}

// Each side as a site and a state of its own. What is compared is no filter as well.
export function sides(data: PageData, state: State): [Side, Side] {
  const { what, left, right } = pairOf(data, state);
  return [side(data, state, what, left, "A"), side(data, state, what, right, "B")];
}

export function side(
  data: PageData,
  whole: State,
  what: What,
  id: string,
  letter: "A" | "B",
): Side {
  const asked: Record<What, Partial<State>> = {
    account: { account: id as State["account"] },
    day: { date: id },
    system: { system: id },
    site: { site: id },
  };
  const state: State = { ...whole, mode: "focus", left: null, right: null, ...asked[what] };
  const site = siteIn(data, state);
  const words: Record<What, () => string> = {
    account: () => ACCOUNT_SWITCH[id as State["account"]],
    day: () => id,
    system: () => data.systems[id].label,
    site: () => titleName(site.name),
  };
  const said = words[what]();
  return {
    id,
    letter,
    words: said,
    look: state.account === "all" ? null : state.account,
    tag: `${letter} ${said}: ${tagCount(data, site, state)}`,
    site,
    state,
  };
}

function tagCount(data: PageData, site: Site, state: State): string {
  const { together, figures } = told(data, site, state);
  const [sure, some] = [together.sure.length, together.some.length];
  if (!figures.some(([, claim]) => counts(data, claim))) return "no figure";
  const more = together.orMore ? " or more" : "";
  return some ? `${sure}, and ${some}${more} on some` : `${sure}${more} in range`;
}
