// All sites in words: how many of a holder's deployments reach whom.

import type { PageData, State } from "./data.ts";
import type { Deployment, Standing } from "./deployments.ts";
import { reports, standingWords } from "./reports.ts";
import { countText, fitting, possessive, titleName } from "./sentences.ts";
import { isStrikeSystem } from "./striking.ts";
import { figureText } from "./units.ts";
import { capitalised, nameList } from "./words.ts";

const MOST_TOLD = 2;

export interface Tally {
  index: number;
  every: number;
  some: number;
}

export interface Told {
  data: PageData;
  state: State;
  holder: string;
  ours: Standing[];
  deployments: Deployment[];
  tallies: Tally[];
}

export function titleOf(facts: Told): string {
  const { data, state, holder, deployments } = facts;
  const whose = holder ? possessive(holder) : "the";
  const number = deployments.length;
  if (!number) {
    const day = state.date ? ` on ${state.date}` : "";
    return `None of ${whose} systems with a figure that was read stands at a site${day}`;
  }
  const all = deploymentsOf(holder, number);
  const [first, ...more] = toldFirst(facts);
  if (!first) {
    return number === 1
      ? `${capitalised(all)} reaches no ${foreign(data)}`
      : `None of ${all} reaches a ${foreign(data)}`;
  }
  const name = ({ index }: Tally) => data.capitals[index].name;
  const isSame = ({ every, some }: Tally) => every === first.every && some === first.some;
  const many = first.every === number ? "all" : `${first.every || "none"}`;
  const verb = first.every > 1 ? "reach" : "reaches";
  const start = `${number === 1 ? capitalised(all) : `Of ${all} ${many}`} ${verb}`;
  const said = (same: Tally[]) => {
    const every = `${start} ${nameList([first, ...same].map(name))} on `;
    if (number === 1) return `${every}${first.every ? "every" : "some"} account`;
    return `${every}every account${first.every === first.some ? "" : `, ${first.some} on some`}`;
  };
  const forms = [more, more.slice(0, 1)].map((others) => {
    const counts = others.filter((row) => !isSame(row) && number > 1);
    const each = counts.map((row) => `${name(row)} ${row.every} and ${row.some}`);
    return [said(others.filter(isSame)), ...each].join("; ");
  });
  return fitting([...forms, said([])]);
}

// "Russia's 8 deployments", "the 8 US deployments", "the 8 deployments".
function deploymentsOf(holder: string, number: number): string {
  const whose = holder && possessive(holder);
  const isOwner = whose.endsWith("'") || whose.endsWith("'s");
  if (isOwner) return `${whose} ${countText(number, "deployment")}`;
  return `the ${number} ${whose && `${whose.slice(4)} `}deployment${number === 1 ? "" : "s"}`;
}

// The capital that most of them reach, and two more: by the written order of the holder's sites,
// then those with most people.
function toldFirst({ data: { capitals, cases }, deployments, tallies }: Told): Tally[] {
  const sites = new Set(deployments.map(({ site }) => site.id));
  const named = cases.filter(({ site }) => sites.has(site)).flatMap((one) => one.named);
  const rank = ({ index }: Tally) => {
    const at = named.indexOf(capitals[index].id);
    return at < 0 ? named.length : at;
  };
  const order = (one: Tally, other: Tally) =>
    rank(one) - rank(other) ||
    (capitals[other.index].people ?? 0) - (capitals[one.index].people ?? 0);
  const [most] = tallies.filter(({ some }) => some);
  if (!most) return [];
  const isMost = ({ every, some }: Tally) => every === most.every && some === most.some;
  const first = tallies.filter(isMost).toSorted(order)[0] ?? most;
  const sure = (row: Tally) => Number(row.every > 0);
  const others = tallies
    .filter((row) => row !== first && row.some)
    .toSorted((one, other) => sure(other) - sure(one) || order(one, other));
  return [first, ...others.slice(0, MOST_TOLD)];
}

// Places of a caller's own are nobody's.
function foreign({ place }: PageData): string {
  return place === "capital" ? "foreign capital" : place;
}

export function deckOf(facts: Told, isLastDay: boolean): string {
  const { data, state, deployments, tallies } = facts;
  const every = tallies.filter((one) => one.every);
  const some = tallies.filter((one) => one.some);
  const said = countText(every.length, foreign(data));
  return [
    deployments.length
      ? `At least one reaches ${said} on every account${every.length === some.length ? "" : `, ${some.length} on some`}.`
      : "",
    peopleWords(data, every, some),
    allegedWords(facts),
    restsOn(facts),
    uncounted(facts),
    state.date ? `As it stood on ${state.date}${isLastDay ? ", the last day on file" : ""}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

// How many of those that are counted somebody alleges, and nobody reports otherwise.
function allegedWords({ state, ours, deployments }: Told): string {
  const alleged = deployments.filter(({ site, system }) => {
    const rows = ours.find((one) => one.site === site && one.system === system)?.rows ?? [];
    return standingWords(rows, state.date).startsWith("alleged");
  }).length;
  const verb = alleged === 1 ? "is" : "are";
  return alleged ? `${countText(alleged, "deployment")} ${verb} alleged alone.` : "";
}

// Of the cities themselves, where the data has them.
function peopleWords({ capitals }: PageData, every: Tally[], some: Tally[]): string {
  const million = (of: Tally[]) =>
    Math.round(of.reduce((sum, { index }) => sum + (capitals[index].people ?? 0), 0) / 1000);
  const [low, high] = [million(every), million(some)];
  const number = low === high ? high : `${low} and ${high}`;
  return high ? `In them live ${number} million people.` : "";
}

// Systems whose count rests on one figure.
function restsOn({ data, state, deployments }: Told): string {
  const alone = new Map(
    deployments
      .filter(({ figures }) => figures.length === 1)
      .map(({ system, figures }) => [system, figures[0]]),
  );
  const label = (id: string) => data.systems[id].label;
  if (!alone.size) return "";
  const said = [...alone].map(
    ([id, claim]) => `${label(id)} (${claim.who}, ${figureText(claim, state.units)})`,
  );
  if (said.length > MOST_TOLD) return `${said.length} systems rest on one figure each.`;
  return `On one figure rest${said.length === 1 ? "s" : ""} ${nameList(said)}.`;
}

// What stands there and has no figure that makes a number, and what is planned.
function uncounted({ data, state, holder, ours, deployments }: Told): string {
  const label = (system: string) => data.systems[system].label;
  const counted = new Set(deployments.map(({ system }) => system));
  const bare = [...new Set(ours.map(({ system }) => system))].filter((id) => !counted.has(id));
  const planned = data.sites.flatMap((site) =>
    reports(site, state)
      .filter(({ system_id: id, holders }) => isStrikeSystem(data, id) && holders.includes(holder))
      .filter(({ system_id: id }) => !ours.some((one) => one.site === site && one.system === id))
      .map(({ system_id: id }) => `${label(id)} at ${titleName(site.name)}`),
  );
  return [
    bare.length
      ? `Not counted, without a figure that was read: ${bare.map(label).join(", ")}.`
      : "",
    planned.length ? `Not counted, as planned: ${[...new Set(planned)].join(", ")}.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}
