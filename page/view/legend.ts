// How to read the map.

import { REACH_ORDER } from "./coverage.js";
import { h, replace } from "./dom.js";
import { hatchMark } from "./hatches.js";
import { capitalMark, lineMark, linesMark, ringLook, siteMark } from "./marks.js";
import { endsOf } from "./strokes.js";
import { LOOK_WORDS, BANDS, BAND_WORDS, REACH_WORDS, capitalised } from "./words.js";

export function showLegend(data) {
  const entry = (mark, words) => h("li", {}, mark, h("span", {}, words));
  // What is not on the page needs no key.
  const used = data.sites.flatMap((site) => site.deployments);
  const systems = new Set(used.map((row) => row.system_id));
  const accounts = data.accounts.slice(1);
  const statuses = new Set(used.map((row) => row.status));
  const claims = data.claims.filter((claim) => systems.has(claim.system_id));
  const open = claims.filter((claim) => claim.up_to_km === null
    && claim.at_least_km !== null && data.systems[claim.system_id].strike);
  const openBy = accounts.filter((account) => open.some((claim) => claim.account === account));
  const interval = claims.find((claim) => endsOf(claim).length > 1);
  const isDoubtful = data.sites.some((site) => site.position_precision_km >= data.drawn_doubt_km);
  const strikesNothing = [...systems].some((id) => !data.systems[id].strike);
  replace(document.getElementById("legend-body"),
    h("h3", {}, `${capitalised(data.place)}s: shape and colour by distance from the site`),
    h("ul", {}, BANDS.map((band) => entry(capitalMark(band, "a", 14), BAND_WORDS[band]))),
    h("h3", {}, "Filled: in reach of what is reported, on ..."),
    h("ul", {}, REACH_ORDER.map((reach) =>
      entry(capitalMark("intermediate-range", reach, 14), REACH_WORDS[reach]))),
    h("h3", {}, "Rings: whose figure"),
    h("ul", {},
      accounts.map((look) => entry(lineMark(look), LOOK_WORDS[look])),
      openBy.map((look) => entry(lineMark(look, "open"), `at least, no maximum: ${LOOK_WORDS[look]}`)),
      accounts.length > 1 ? entry(linesMark(accounts.slice(0, 3), data.strokes.pitch_px),
        "side by side: figures of one radius; the middle of the strokes is exact") : null,
      interval ? entry(hatchMark(`interval interval-${ringLook(interval.account, data.systems[interval.system_id].strike)}`), "left open, between a figure's ends") : null,
      isDoubtful ? entry(hatchMark("doubt"), "the site may lie anywhere here") : null,
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
