// The words at the head of the page where all sites are shown; those of one site are its finding.

import { reachCounts } from "./coverage.ts";
import type { PageData, Site, State } from "./data.ts";
import { count } from "./words.ts";

function dayText({ date }: State): string {
  return date ? `As it stood on ${date}.` : "";
}

export function overviewHead(
  data: PageData,
  sites: Site[],
  state: State,
): { title: string; deck: string } {
  const counts = reachCounts(data, sites, state);
  const standing = data.capitals.flatMap(({ name }, index) => {
    const from = counts[index];
    return from === null ? [] : [{ name, from }];
  });
  // The first of those from which the most sites are counted.
  const [most] = standing.toSorted((one, other) => other.from - one.from);
  const places = data.place === "capital" ? "capitals and seats of government" : "places";
  const reached = standing.filter(({ from }) => from > 0).length;
  return {
    title: `${reached} of ${standing.length} ${places} are in reach of at least one of ${count(sites.length, "site", "sites")}`,
    deck: [
      "On some account at least.",
      most?.from ? `The most, ${most.from}, reach ${most.name}.` : "",
      dayText(state),
    ]
      .filter(Boolean)
      .join(" "),
  };
}
