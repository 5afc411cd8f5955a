// How to read the map.

import { REACH_ORDER } from "./coverage.js";
import { h, replace } from "./dom.js";
import { capitalMark, lineMark, siteMark } from "./marks.js";
import { LOOK_WORDS, BANDS, BAND_WORDS, REACH_WORDS } from "./words.js";

export function showLegend(data) {
  const entry = (mark, words) => h("li", {}, mark, h("span", {}, words));
  replace(document.getElementById("legend-body"),
    h("h3", {}, "Capitals: shape and colour by distance from the site"),
    h("ul", {}, BANDS.map((band) => entry(capitalMark(band, "a", 14), BAND_WORDS[band]))),
    h("h3", {}, "Filled: in reach of what is reported, on ..."),
    h("ul", {}, REACH_ORDER.map((reach) =>
      entry(capitalMark("intermediate-range", reach, 14), REACH_WORDS[reach]))),
    h("h3", {}, "Rings: whose figure"),
    h("ul", {},
      [...data.accounts.slice(1), "several"].map((look) => entry(lineMark(look), LOOK_WORDS[look])),
      entry(lineMark("opponent", "open"), "at least this far, no maximum"),
      entry(lineMark("not-strike"), `${LOOK_WORDS["not-strike"]}: interceptor or unarmed drone`)),
    h("h3", {}, "Sites"),
    h("ul", {}, ["confirmed", "reported", "alleged", "planned"].map((status) =>
      entry(siteMark(status, 18), status)), entry(siteMark("ended", 18), "ended or cancelled")),
    h("h3", {}, "Shaded: the treaty's band"),
    h("p", {}, "What a banned missile would reach from here, not the reach of what is reported."));
}
