// Beside the map: the sites, and what is reported at the one in focus, on whose account.

import { h, replace } from "./dom.js";
import { lineMark, ringLook, siteMark, statusOn, surest } from "./marks.js";
import { coverage, farEnd, figuresAt, inNato, isForeign, isReached, reachCounts, reports, stands, systemsAt, tellsOfNato, verdictsAt } from "./coverage.js";
import { endsOf } from "./strokes.js";
import { citation, cited } from "./sources.js";
import { LOOK_WORDS, RELATION_WORDS, count, period, shortName } from "./words.js";

export function makeSiteList(data, onChoose) {
  const list = document.getElementById("sites");
  const search = document.getElementById("site-search");
  let items = [];
  let drawn = "";

  function draw(sites, focus, state) {
    const now = [state.theme, state.date, sites.length].join("|");
    if (now !== drawn) make(sites, state);
    drawn = now;
    for (const { site, button } of items) button.setAttribute("aria-pressed", String(site === focus));
    const chosen = items.find(({ site }) => site === focus);
    if (chosen) list.scrollTop = chosen.item.offsetTop - (list.clientHeight - chosen.item.clientHeight) / 2;
  }

  function make(sites, state) {
    items = sites.map((site) => {
      const rows = reports(site, state);
      const systems = systemsAt(site, state).map((id) => shortName(data.systems[id].name));
      const status = surest(rows, state.date);
      const sure = [...new Set(systemsAt(site, state))].map((id) =>
        [id, surest(rows.filter((row) => row.system_id === id), state.date)]);
      const isOne = new Set(sure.map(([, word]) => word)).size === 1;
      const button = h("button", {
        type: "button", class: "site", click: () => onChoose(site.id),
      }, siteMark(status, 20),
      h("span", { class: "site-name" }, site.name),
      h("span", { class: "site-what" }, isOne ? `${systems.join(", ")}; ${status}`
        : sure.map(([id, word]) => `${shortName(data.systems[id].name)}: ${word}`).join(", ")));
      const names = systemsAt(site, state).flatMap((id) =>
        [id, data.systems[id].name, ...data.systems[id].designations]);
      const words = [site.name, site.country, site.id, ...names, status].join(" ").toLowerCase();
      return { site, button, item: h("li", {}, button), words };
    });
    replace(list, items.map(({ item }) => item));
    find();
  }

  function find() {
    const wanted = search.value.trim().toLowerCase();
    for (const { item, words } of items) item.hidden = !words.includes(wanted);
  }

  search.addEventListener("input", find);
  return { draw };
}

export function showHeadline(data, site, state) {
  const { band, reach, relation } = coverage(data, site, state);
  const places = data.capitals.map((place, index) => ({ ...place, index }))
    .filter((place) => stands(place, state.date))
    .filter((place) => data.place === "place" || place.role !== "seat-of-government");
  const inBand = places.filter(({ index }) => band[index].endsWith("-range"));
  const reached = (letter) => places.filter(({ index }) => reach[index] === letter && isForeign(relation[index]));
  const own = places.filter(({ index }) => isReached(reach[index]) && !isForeign(relation[index]));
  const nato = (rows) => rows.filter((row) => inNato(row, state.date)).length;
  const unknown = places.filter((place) => !place.nato_known).length;
  const strikes = figuresAt(data, site, state).map(([, claim]) => claim)
    .filter((claim) => data.systems[claim.system_id].strike);
  const strike = strikes.length > 0;
  // Said once of the figure, and not of every place on the Earth.
  const doubt = strikes.some((claim) => claim.up_to_km === null && claim.at_least_km !== null)
    ? "a figure names no maximum" : "a figure leaves it open";
  const isTold = tellsOfNato(data);
  const allies = (rows) => rows.filter(({ index }) => relation[index] === "ally").length;
  const allied = (rows) => (!rows.length || !isTold ? ""
    : allies(rows) ? ` (${allies(rows)} of them its holder's allies)` : ` (${nato(rows)} of them NATO members')`);
  const ofNato = unknown ? ` (of ${unknown} the state is not known)` : "";
  const place = places.some(({ index }) => !isForeign(relation[index])) ? `foreign ${data.place}` : data.place;
  replace(document.getElementById("headline"), site.name);
  replace(document.getElementById("deck"),
    `${count(inBand.length, `${data.place} lies`, `${data.place}s lie`)} 500 to 5500 km away${
      isTold && inBand.length ? ofNato : ""}. `,
    !systemsAt(site, state).length ? `Nothing is reported here${data.themes.length > 1 ? " in this part of the story" : ""}${
      state.date ? " on that day" : ""}.`
      : !strike ? "No strike figure is on file for what is reported here."
      : `${site.hypothetical ? "A launcher here" : "What is reported here"} reaches ${
        reachedText(reached("a"), reached("s"), reached("u"), accountOf(data, state), place, allied, doubt)}.`,
    own.length ? ` Not counted: ${own.map(({ name, index }) => `${name}, ${RELATION_WORDS[relation[index]]}`).join("; ")}.` : "",
    state.date ? ` As it stood on ${state.date}.` : "");
}

// The account that is shown: all are one where only one gives figures.
function accountOf(data, state) {
  return state.account === "all" && data.accounts.length === 2 ? data.accounts[1] : state.account;
}

// How many places are reached: on all accounts and on some; else how many are left open.
function reachedText(all, some, open, account, place, allied, doubt) {
  const [every, only, any] = {
    all: ["on every account", "on some accounts only", "on any account"],
    user: ["by every one of your own figures", "by some of your own figures only",
      "by any of your own figures"],
  }[account] ?? [`by every ${account} figure`, `by some ${account} figures only`, `by any ${account} figure`];
  const places = (rows) => count(rows.length, place, `${place}s`) + allied(rows);
  if (all.length && some.length) return `${places(all)} ${every}, and ${some.length} more ${only}${allied(some)}`;
  if (all.length) return `${places(all)} ${every}`;
  if (some.length) return `${places(some)} ${only}`;
  return open.length ? `no ${place} for sure ${any}; ${doubt}` : `no ${place} ${any}`;
}

export function showOverview(data, sites, state) {
  const counts = reachCounts(data, sites, state);
  const reached = data.capitals.map((capital, index) => ({ capital, from: counts[index] }))
    .filter(({ from }) => from !== null);
  const most = reached.reduce((one, other) => (other.from > (one?.from ?? -1) ? other : one), null);
  replace(document.getElementById("headline"), count(sites.length, "site", "sites"));
  replace(document.getElementById("deck"),
    `${reached.filter(({ from }) => from).length} of ${reached.length} ${
      data.place === "capital" ? "capitals and seats of government" : "places"} `
      + "are in reach of at least one of them, on some account. ",
    most?.from ? `The most, ${most.from}, reach ${most.capital.name}.` : "",
    state.date ? ` As it stood on ${state.date}.` : "");
}

let reported = null;

export function showReported(data, site, state) {
  const found = coverage(data, site, state);
  // What stands there already is left, with what a reader has opened of it.
  if (found === reported) return;
  reported = found;
  replace(document.getElementById("reported"),
    site.hypothetical ? h("p", { class: "note" }, "Hypothetical: nobody reports a launcher here.") : null,
    site.position_precision_km >= data.drawn_doubt_km
      ? h("p", { class: "note" }, `The reports name no exact place: the mark may be up to ${
        site.position_precision_km} km off.`) : null,
    systemsAt(site, state).map((id) => systemCard(data, site, id, state)));
}

function systemCard(data, site, id, state) {
  const system = data.systems[id];
  const figures = figuresAt(data, site, state).map(([, claim]) => claim)
    .filter((claim) => claim.system_id === id);
  const rows = site.hypothetical ? [] : reports(site, state).filter((row) => row.system_id === id);
  const charges = data.allegations.filter((row) => row.system_id.includes(id));
  return h("section", { class: "system" },
    h("h3", {}, system.name),
    h("p", { class: "system-what" }, [system.kind, system.operator.join(", "),
      system.strike ? null : LOOK_WORDS["not-strike"]].filter(Boolean).join(" · ")),
    h("ul", { class: "reports" }, rows.map((row) => report(data, row, state.date))),
    figures.length
      ? h("ul", { class: "claims" }, figures.map((claim) => figure(data, system, claim, verdictsAt(data, site, claim, state))))
      : h("p", { class: "note" }, `No figure is on file${state.account === "all" ? "" : " on this account"}.`),
    charges.length ? h("details", { class: "charges" },
      h("summary", {}, `Charges and answers (${charges.length})`),
      charges.map((row) => charge(data, row))) : null,
    system.note ? h("p", { class: "note" }, system.note) : null);
}

function charge(data, row) {
  return h("div", { class: "charge" },
    h("h4", {}, `${row.accuser} against ${row.accused}, ${row.date}`),
    h("p", {}, h("b", {}, "Charge: "), row.charge),
    h("p", {}, h("b", {}, "Answer: "), row.answer),
    h("p", { class: "citation" }, row.article ? `${row.article}. ` : "",
      cited(data, row.source_ids)));
}

function report(data, row, date) {
  return h("li", {}, h("details", {},
    h("summary", {}, h("span", { class: `status status-${statusOn(row, date)}` }, statusOn(row, date)), " ",
      [period(row), row.reported_by].filter(Boolean).join(", ")),
    h("p", { class: "citation" },
      cited(data, row.source_ids),
      row.source_ids.length ? "" : "No publication is given for this report. ", row.note || "")));
}

// Verdicts that are the same whatever figure is right.
const NO_FIGURE_COUNTS = new Set(["not stated", "not bound"]);

function figure(data, system, claim, verdicts) {
  const look = ringLook(claim.account, system.strike);
  const drawn = Boolean(farEnd(claim));
  const given = verdicts.filter(({ verdict }) => verdict.outcome !== "not stated");
  const whose = ({ holders }) => (verdicts.length > 1 ? ` (${holders.join(", ")})` : "");
  return h("li", {}, h("details", {},
    h("summary", {}, drawn ? lineMark(look, endsOf(claim).at(-1)[0]) : h("span"),
      h("strong", {}, claim.figure),
      h("span", { class: "whose" }, `${claim.claimant}, ${LOOK_WORDS[claim.account]}`),
      given.length ? h("span", { class: "verdicts" }, given.map((one) =>
        h("span", { class: `verdict verdict-${one.verdict.outcome.replace(/\W+/g, "-")}` },
          one.key + whose(one)))) : null),
    verdicts.map((one) => h("p", {}, NO_FIGURE_COUNTS.has(one.verdict.outcome) ? ""
      : `If this figure is right${whose(one)}: `, one.reasons.join(" "))),
    verdicts.flatMap(({ verdict }) => verdict.positions).map(([who, what]) =>
      h("p", { class: "position" }, h("b", {}, `${who}: `), what)),
    citation(data, claim.source_id, claim.as_of, claim.note)));
}
