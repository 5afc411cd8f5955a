// Beside the map: the sites, and what is reported at the one in focus, on whose account.

import { h, replace } from "./dom.js";
import { lineMark, siteMark, surest } from "./marks.js";
import { citation, linked } from "./sources.js";
import { ACCOUNT_WORDS, count, period, shortName } from "./words.js";

export function makeSiteList(data, onChoose) {
  const list = document.getElementById("sites");
  const search = document.getElementById("site-search");
  const items = data.sites.map((site, index) => {
    const systems = [...new Set(site.deployments.map((row) => row.system_id))]
      .map((id) => shortName(data.systems[id].name));
    const status = surest(site.deployments);
    const button = h("button", { type: "button", class: "site", click: () => onChoose(index) },
      siteMark(status, 20),
      h("span", { class: "site-name" }, site.name),
      h("span", { class: "site-what" }, `${systems.join(", ")}; ${status}`));
    const words = [site.name, site.country, site.id, ...systems, status].join(" ").toLowerCase();
    return { button, item: h("li", {}, button), words };
  });
  replace(list, items.map(({ item }) => item));
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const { item, words } of items) item.hidden = !words.includes(wanted);
  });
  return {
    mark(focus) {
      items.forEach(({ button }, index) => {
        button.setAttribute("aria-pressed", String(index === focus));
      });
      const { item } = items[focus];
      list.scrollTop = item.offsetTop - (list.clientHeight - item.clientHeight) / 2;
    },
  };
}

export function showHeadline(data, site) {
  const answers = data.coverage[site.id];
  const states = data.capitals.map((capital, index) => ({ ...capital, index }))
    .filter((capital) => capital.role !== "seat-of-government");
  const inBand = states.filter(({ index }) => answers.band[index].endsWith("-range"));
  const reached = (letters) => states.filter(({ index }) => letters.includes(answers.reach[index]));
  const nato = (rows) => rows.filter((row) => row.nato).length;
  replace(document.getElementById("headline"), site.name);
  const strike = site.claims.some((index) => data.systems[data.claims[index].system_id].strike);
  const all = reached("a");
  const some = reached("s");
  const allied = (rows) => (rows.length ? ` (NATO: ${nato(rows)})` : "");
  const capitals = (rows) => count(rows.length || "no", "capital", "capitals") + allied(rows);
  replace(document.getElementById("deck"),
    `${count(inBand.length, "capital lies", "capitals lie")} 500 to 5500 km away, `
      + `${nato(inBand) || "none"} of them NATO members'. `,
    !strike ? "Nothing reported here is a strike system with a range."
      : !all.length && !some.length ? "What is reported here reaches no capital on any account."
        : `What is reported here reaches ${capitals(all)} on every account, and on some accounts `
          + `only, ${some.length || "no"} more${allied(some)}.`,
    data.as_of ? ` As it stood on ${data.as_of}.` : "");
}

export function showReported(data, site) {
  const systems = [...new Set(site.deployments.map((row) => row.system_id))];
  replace(document.getElementById("reported"),
    site.position_precision_km >= 20
      ? h("p", { class: "note" }, `The reports name no exact place: the mark may be up to ${
        site.position_precision_km} km off.`) : null,
    systems.map((id) => systemCard(data, site, id)));
}

function systemCard(data, site, id) {
  const system = data.systems[id];
  const claims = site.claims.map((index) => data.claims[index]).filter((row) => row.system_id === id);
  const reports = site.deployments.filter((row) => row.system_id === id);
  return h("section", { class: "system" },
    h("h3", {}, system.name),
    h("p", { class: "system-what" }, [system.kind, system.operator.join(", "),
      system.strike ? null : "not a strike system"].filter(Boolean).join(" · ")),
    h("ul", { class: "reports" }, reports.map((row) => report(data, row))),
    claims.length ? h("ul", { class: "claims" }, claims.map((claim) => figure(data, system, claim)))
      : h("p", { class: "note" }, "No party's figure is on file."),
    system.note ? h("p", { class: "note" }, system.note) : null);
}

function report(data, row) {
  return h("li", {}, h("details", {},
    h("summary", {}, h("span", { class: `status status-${row.status}` }, row.status), " ",
      [period(row), row.reported_by].filter(Boolean).join(", ")),
    h("p", { class: "citation" },
      row.source_ids.flatMap((id) => (data.sources[id] ? [linked(data.sources[id]), " "] : [id, " "])),
      row.source_ids.length ? "" : "No publication is given for this report.", row.note || "")));
}

function figure(data, system, claim) {
  const look = system.strike ? claim.account : "not-strike";
  const drawn = claim.up_to_km !== 0 && (claim.up_to_km ?? claim.at_least_km) !== null;
  const { outcome, article, reason, positions } = claim.verdict;
  return h("li", {}, h("details", {},
    h("summary", {}, drawn ? lineMark(look, claim.up_to_km === null) : h("span"),
      h("strong", {}, claim.figure),
      h("span", { class: "whose" }, `${claim.claimant}, ${ACCOUNT_WORDS[claim.account]}`),
      h("span", { class: `verdict verdict-${outcome.replaceAll(" ", "-")}` },
        `${outcome} · ${article}`)),
    h("p", {}, `If this figure is right: ${reason}`),
    positions.map(([who, what]) => h("p", { class: "position" }, h("b", {}, `${who}: `), what)),
    citation(data, claim.source_id, claim.as_of, claim.note)));
}
