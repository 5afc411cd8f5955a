// How to read the map.

import { REACH_ORDER } from "./coverage.js";
import { h, replace } from "./dom.js";
import { capitalMark, lineMark, siteMark } from "./marks.js";
import { LOOK_WORDS, BANDS, BAND_WORDS, REACH_WORDS, capitalised } from "./words.js";

export function showLegend(data) {
  const entry = (mark, words) => h("li", {}, mark, h("span", {}, words));
  // What is not on the page needs no key.
  const used = data.sites.flatMap((site) => site.deployments);
  const systems = new Set(used.map((row) => row.system_id));
  const accounts = data.accounts.slice(1);
  const statuses = new Set(used.map((row) => row.status));
  const isOpen = data.claims.some((claim) => systems.has(claim.system_id) && claim.up_to_km === null);
  const strikesNothing = [...systems].some((id) => !data.systems[id].strike);
  replace(document.getElementById("legend-body"),
    h("h3", {}, `${capitalised(data.place)}s: shape and colour by distance from the site`),
    h("ul", {}, BANDS.map((band) => entry(capitalMark(band, "a", 14), BAND_WORDS[band]))),
    h("h3", {}, "Filled: in reach of what is reported, on ..."),
    h("ul", {}, REACH_ORDER.map((reach) =>
      entry(capitalMark("intermediate-range", reach, 14), REACH_WORDS[reach]))),
    h("h3", {}, "Rings: whose figure"),
    h("ul", {},
      [...accounts, ...(accounts.length > 1 ? ["several"] : [])]
        .map((look) => entry(lineMark(look), LOOK_WORDS[look])),
      isOpen ? entry(lineMark(accounts.includes("opponent") ? "opponent" : accounts[0], "open"),
        "at least this far, no maximum") : null,
      strikesNothing
        ? entry(lineMark("not-strike"), `${LOOK_WORDS["not-strike"]}: interceptor or unarmed drone`) : null),
    h("h3", {}, "Sites"),
    h("ul", {}, ["confirmed", "reported", "alleged", "planned"].filter((status) => statuses.has(status))
      .map((status) => entry(siteMark(status, 18), status)),
    statuses.has("ended") || statuses.has("cancelled")
      ? entry(siteMark("ended", 18), "ended or cancelled") : null),
    h("h3", {}, "Shaded: the treaty's band"),
    h("p", {}, "What a banned missile would reach from here, not the reach of what is reported."));
}
