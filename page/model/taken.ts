// What a file that leaves the page says of itself: what is shown, on whose account, from where.

import { sides } from "./compare.ts";
import { figuresAt } from "./coverage.ts";
import type { Claim, PageData, Site, State } from "./data.ts";
import { overlap } from "./overlap.ts";
import type { Scene } from "./scene.ts";
import { creditsGeoNames } from "./sources.ts";
import { listed } from "./words.ts";

const MOST_NAMES = 8;

// Above the headline, where and of which day it is; beside it, whose figures are drawn.
export function statedOf(kicker: string, { state: { mode, account }, focus }: Scene): string {
  if (mode !== "focus" || focus.hypothetical) return kicker;
  const whose = account === "all" ? "figures of all accounts" : `${account}'s figures alone`;
  return listed([kicker, whose], " · ");
}

// Whose figures they are, and who may use the picture how.
export function shownFrom(data: PageData, scene: Scene): string[] {
  return [figuresLine(claimsShown(data, scene)), licence(data)].filter(Boolean);
}

function claimsShown(data: PageData, { state, focus }: Scene): Claim[] {
  if (state.mode === "overview") {
    return overlap(data, state).deployments.flatMap(({ figures }) => figures);
  }
  // The reader's own needs no source.
  if (state.mode === "focus" && focus.hypothetical) return [];
  const shown = state.mode === "compare" ? sides(data, state) : [{ site: focus, state }];
  return shown.flatMap((one) => figuresAt(data, one.site, one.state).map(([, claim]) => claim));
}

function figuresLine(claims: Claim[]): string {
  const all = [
    ...new Set(claims.map(({ claimant, as_of }) => listed([claimant, year(as_of)], " "))),
  ];
  if (!all.length) return "";
  const more = all.length - MOST_NAMES;
  return `Figures: ${all.slice(0, MOST_NAMES).join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

function year(day: string | null): string {
  return day?.slice(0, 4) ?? "";
}

export function licence(data: PageData): string {
  return listed(
    [
      `infmap ${data.version}, data as of ${data.data_version}, CC BY 4.0`,
      data.countries ? "outlines: Natural Earth" : "",
      creditsGeoNames(data) ? "capitals: GeoNames, CC BY 4.0" : "",
    ],
    "; ",
  );
}

// A file of what is looked at: "infmap-shuya-operator-2018-10-20".
export function fileName(data: PageData, { state, focus }: Scene): string {
  return ["infmap", ...new Set(aboutOf(data, state, focus)), state.date]
    .filter(Boolean)
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MOST_LETTERS)
    .replace(/-$/, "");
}

const MOST_LETTERS = 80;

function aboutOf(data: PageData, state: State, focus: Site): string[] {
  if (state.mode === "overview") return ["all-sites", overlap(data, state).holder];
  if (state.mode === "focus") return [focus.id, state.account];
  const both = sides(data, state);
  return [...both.map(({ site }) => site.id), ...both.map(({ id }) => id)];
}
