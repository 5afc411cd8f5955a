// What is found between two sides, in words: above the blocks, and over the map.

import type { Change, Told } from "./changes.ts";
import { most } from "./counts.ts";
import { isReached, strikesAt } from "./coverage.ts";
import type { State } from "./data.ts";
import { finding, told } from "./finding.ts";
import type { Side } from "./pairs.ts";
import { reports } from "./reports.ts";
import { countText, fitting, possessive, titleName } from "./sentences.ts";
import type { What } from "./sides.ts";
import { capitalised, LOOK_WORDS, listed, nameList } from "./words.ts";

const MOST_NAMED = 4;

export function kickerOf({ data, state, what, sides: [{ site, words }, other] }: Told): string {
  const systems = [
    ...new Set(reports(site, { ...state, system: null }).map((row) => row.system_id)),
  ].map((id) => data.systems[id]?.label ?? id);
  const where = what === "site" ? `${words} and ${other.words}` : site.name;
  return listed(
    [
      "Compare",
      where,
      what === "system" || what === "site" ? "" : nameList(systems.slice(0, MOST_NAMED)),
      what === "account" || state.account === "all" ? "" : `${LOOK_WORDS[state.account]} figures`,
      what === "day" ? "" : (state.date ?? "any date"),
    ],
    " · ",
  );
}

const NEITHER = "No figure of either side makes a number";

export function titleOf(facts: Told, changing: Change[]): string {
  const { data, what, sides: both } = facts;
  const [left, right] = both;
  const figures = both.flatMap(({ site, state }) => strikesAt(data, site, state));
  if (!figures.length) return finding(data, left.site, left.state).title;
  const bare = silentTitle(facts);
  if (bare) return bare;
  const noun = nounOf(facts);
  const into = changing.filter((row) => isReached(row.right)).length;
  const from = changing.length - into;
  const many = (number: number) => (number ? countText(number, noun) : `no ${noun}`);
  const be = (number: number) => (number > 1 ? "are" : "is");
  const alone = (one: string, other: string) =>
    `${capitalised(many(from))} ${be(from)} in range of ${one} alone, ${into || "none"} of ${other} alone`;
  const forms: Record<What, () => string[]> = {
    account: () => {
      const verb = changing.length > 1 ? "change" : "changes";
      const [one, other] = both.map((one) => whose(facts, one));
      return [
        `Between ${one} and ${other}, ${many(changing.length)} ${verb} hands`,
        `Between A and B, ${many(changing.length)} ${verb} hands`,
      ];
    },
    day: () => [
      `Between ${left.id} and ${right.id}, ${many(into)} ${into > 1 ? "come" : "comes"} into range of ${titleName(left.site.name)} and ${from || "none"} ${from > 1 ? "leave" : "leaves"} it`,
      `Between ${left.id} and ${right.id}, ${many(into)} ${into > 1 ? "come" : "comes"} into range and ${from || "none"} ${from > 1 ? "leave" : "leaves"} it`,
    ],
    system: () => [alone(`the ${left.words}`, `the ${right.words}`), alone("A", "B")],
    site: () => [alone(left.words, right.words), alone("A", "B")],
  };
  return fitting(forms[what]());
}

// "foreign capital", where any is a side's own; a side without a report has none.
function nounOf({ data, sides: both }: Told): string {
  const [one, other] = both.map(({ site, state }) => told(data, site, state));
  return one.hasOwn ? one.noun : other.noun;
}

// Of two accounts of which one makes no number, or neither.
function silentTitle(facts: Told): string {
  const { data, what, sides: both } = facts;
  const [one, other] = both.map(({ site, state }) => told(data, site, state));
  const silent = both.find((_, k) => ![one, other][k].counts.size);
  const speaking = both.find((_, k) => [one, other][k].counts.size);
  if (what !== "account" || !silent) return "";
  if (!speaking) return NEITHER;
  const { together, noun } = told(data, speaking.site, speaking.state);
  const { account } = silent.state;
  const number = most(together);
  const said = number ? countText(number, noun) : `no ${noun}`;
  return `No ${account === "all" ? "" : `${LOOK_WORDS[account]} `}figure makes a number; on ${whose(facts, speaking)} ${said} ${number > 1 ? "are" : "is"} in range`;
}

function whose({ data }: Told, { site, state }: Side): string {
  const [holder] = told(data, site, state).speakers;
  const words: Record<State["account"], string> = {
    all: "all accounts",
    operator: `${holder ? possessive(holder) : "the operator's"} figures`,
    opponent: "the opponents' figures",
    independent: "the independent figures",
    user: "your own figures",
  };
  return words[state.account];
}

// After a title that tells a number, or one that has none.
function would(facts: Told, number: number): string {
  const { place } = facts.data;
  return silentTitle(facts) === NEITHER
    ? `${countText(number, place)} would change hands`
    : `${countText(number, `more ${place}`)} would`;
}

export function deckOf(facts: Told, changing: Change[]): string {
  const { counted } = facts;
  const into = changing.filter((row) => isReached(row.right));
  const from = changing.filter((row) => !isReached(row.right));
  const hands = counted.filter((row) => isReached(row.left) !== isReached(row.right)).length;
  const unread = hands - changing.length;
  return [
    facts.changes.length ? "" : sameWords(facts),
    direction(facts, into, "in range in B, not in A"),
    direction(facts, from, "in range in A, not in B"),
    unread ? `${would(facts, unread)}, on figures alone whose source nobody read.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function sameWords({ data, sides: [{ site, state }] }: Told): string {
  const { together, noun } = told(data, site, state);
  const number = most(together);
  return number ? `Both have the same ${countText(number, noun)} in range.` : "";
}

// The first of them by the written order, then by people.
function direction(
  { data, sides: [{ site, state }] }: Told,
  rows: Change[],
  words: string,
): string {
  if (!rows.length) return "";
  const { order } = told(data, site, state);
  const first = rows
    .map(({ index }) => index)
    .toSorted(order)
    .slice(0, MOST_NAMED);
  const more = rows.length - first.length;
  const names = first.map((index) => data.capitals[index].name);
  const all = more ? [...names, `${more} more`] : names;
  return `${nameList(all)} ${rows.length === 1 ? "is" : "are"} ${words}.`;
}
