// What a click on a capital tells: distance, azimuth, every party's answer.

import { h } from "./dom.js";
import { inverse } from "./geodesic.js";
import { coverage, farEnd, inNato } from "./coverage.js";
import { citation } from "./sources.js";
import { LOOK_WORDS, ANSWERS, BAND_WORDS, REACH_LONG, RELATION_WORDS, azimuth, distanceText, km, shortName } from "./words.js";

export function capitalCard(data, site, index, state) {
  const capital = data.capitals[index];
  const { distance, band, reach, near, nearLimit, relation, figures, turns } = coverage(data, site, state);
  const { azimuth: degrees } = inverse([site.lon, site.lat], [capital.lon, capital.lat]);
  return h("article", { class: "card" },
    h("h3", {}, capital.name),
    h("p", { class: "card-place" }, [capital.country, inNato(capital, state.date) ? "NATO member" : "",
      RELATION_WORDS[relation[index]]].filter(Boolean).join(", ")),
    h("p", { class: "card-distance" }, h("strong", {}, km(distance[index], turns)),
      ` from ${site.name}, azimuth ${azimuth(degrees)}`),
    h("p", {}, `Distance band: ${BAND_WORDS[band[index]]}.`),
    h("p", {}, `${REACH_LONG[reach[index]]}.`,
      near[index]
        ? h("em", {}, " Near the edge: the doubt about the place could turn an answer.") : ""),
    nearLimit[index] ? h("p", {}, h("em", {}, "Near a limit of the band: the doubt about the place could "
      + "turn on which side it lies.")) : null,
    h("ul", { class: "answers" }, figures
      .map(([k, claim]) => [claim, site.in_range[k][index]])
      .sort(([one, a], [other, b]) => rank(data, one, a) - rank(data, other, b))
      .map(([claim, letter]) => answer(data, claim, letter, distance[index]))),
    capital.note ? h("p", { class: "note" }, capital.note) : null);
}

// What puts the place in range comes first, then what leaves it open; what strikes nothing last.
function rank(data, claim, letter) {
  return data.systems[claim.system_id].strike ? "y?n".indexOf(letter) : 3;
}

function answer(data, claim, letter, distance) {
  const system = data.systems[claim.system_id];
  const end = farEnd(claim);
  const margin = end === null ? "" : `, margin ${distanceText(end - distance, 0, [0])} km`;
  const verdict = system.strike ? ANSWERS[letter] + margin : LOOK_WORDS["not-strike"];
  return h("li", { class: `answer answer-${system.strike ? letter : "x"}` },
    h("details", {},
      h("summary", {}, h("b", {}, verdict), ` ${shortName(system.name)}, ${claim.figure}: `,
        `${claim.claimant} (${LOOK_WORDS[claim.account]})`),
      citation(data, claim.source_id, claim.as_of, claim.note)));
}
