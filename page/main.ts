// Puts the page together: one state, which everything on the page follows.

import { drawBasemap } from "./basemap.js";
import { showColophon } from "./colophon.js";
import { makeControls } from "./controls.js";
import { copyButton } from "./copy.js";
import { HYPOTHETICAL, REACH_ORDER, coverage, inNato, reachCounts, reports, stands } from "./coverage.js";
import { replace } from "./dom.js";
import { LAST_LAT } from "./earth.js";
import { addHatches } from "./hatches.js";
import { makeLabels } from "./labels.js";
import { OWN_MISSILE, launcherAt } from "./launcher.js";
import { showLegend } from "./legend.js";
import { makeSiteList, showHeadline, showOverview, showReported } from "./panel.js";
import { makeCapitals, makeSites } from "./points.js";
import { capitalCard } from "./popup.js";
import { makeReach } from "./reach.js";
import { makeRings } from "./rings.js";
import { creditsGeoNames } from "./sources.js";
import { readState, writeState } from "./state.js";
import { makeTable } from "./table.js";
import { makeTimeline } from "./timeline.js";
import { makeTrueMap } from "./truemap.js";
import { makeWhatIf } from "./whatif.js";
import { twoLines } from "./words.js";
import { makePanes, nearest } from "./world.js";

// On a map narrower than this the open legend would hide what it explains.
const LEGEND_PX = 760;
// The part of the band that a first view shows: Mercator swells without end beyond.
const VIEW_LATS = [-56, 72];
// Nearer than this, the capitals beyond the band are named too.
const FAR_NAMES_ZOOM = 4;
// The site's mark and its name.
const SITE_MARGIN_PX = 50;
// More names than this find no room on any map.
const MOST_NAMES = 300;
// The marks of so many places are drawn without their pale edge, which takes the longest.
const CROWD = 600;
const CRIMEA = [34.2, 45.2];

const data = JSON.parse(document.getElementById("infmap-data").textContent);
data.systems[HYPOTHETICAL] = OWN_MISSILE;
const map = window[document.querySelector(".folium-map").id];
const legend = document.getElementById("legend");
const stage = document.querySelector(".stage");
const bottom = document.querySelector(".bottom");

map.attributionControl.setPrefix(false).addAttribution(
  [data.countries && "Natural Earth", creditsGeoNames(data) && "GeoNames"]
    .filter(Boolean).join(" · "));
L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
document.body.classList.toggle("is-crowded", data.capitals.length > CROWD);
makePanes(map, ["graticule", "land", "zone-intermediate-range", "zone-shorter-range", "intervals", "doubt",
  "borders", "limits", "rings"]);
["capitals", "sites", "pin"].forEach((name, k) => { map.createPane(name).style.zIndex = 610 + 10 * k; });

addHatches(data.strokes.looks);
const rings = makeRings(map, data.strokes.pitch_px);
const labels = makeLabels(map);
const capitals = makeCapitals(map, data, (index) => update({ capital: data.capitals[index].id }));
const sites = makeSites(map, data, (id) => update({ site: id }));
const list = makeSiteList(data, (id) => update({ site: id }));
const table = makeTable(data, (index) => update({ capital: data.capitals[index].id }));
const controls = makeControls(data, update);
const timeline = makeTimeline(data, update);
const reach = makeReach(map, data, {
  onSite: (id) => update({ site: id }),
  onCapital: (index) => update({ capital: index === null ? null : data.capitals[index].id }),
});
const whatIf = makeWhatIf(map, data, (pin, settled = true) =>
  update({ pin, site: pin ? "what-if" : reported }, { settled }));
const trueMap = makeTrueMap(data, (index) => update({ capital: data.capitals[index].id }));
const popup = L.popup({ maxWidth: 310, minWidth: 250, autoPanPadding: [20, 20] });

let state = readState(data, window.location.hash || data.fragment);
let shown = [];
let focus = null;
let reported = data.first_site;
let card = null;
let naming = null;
let pinned = null;

// Changes part of the state and shows it; `settled` changes are steps that "back" returns to.
function update(changes, { settled = true } = {}) {
  const moved = "site" in changes || "mode" in changes;
  state = { ...state, ...changes, view: moved ? null : state.view };
  // The step is noted first: showing it moves the map, which amends the note.
  remember(settled);
  show({ refit: moved && changes.site !== "what-if", popUp: "capital" in changes });
}

function remember(asStep) {
  const fragment = writeState(data, state);
  if (fragment === window.location.hash) return;
  try {
    window.history[asStep ? "pushState" : "replaceState"](null, "", fragment);
  } catch {
    // A page inside a frame without an address has no history to keep.
  }
}

function show({ refit, popUp }) {
  if (pinned?.pin !== state.pin) pinned = state.pin && { pin: state.pin, site: launcherAt(data, state.pin) };
  shown = data.sites.filter((site) => reports(site, state).length);
  const wanted = pinned && state.site === "what-if" ? pinned.site
    : data.sites.find((site) => site.id === state.site);
  focus = wanted ?? shown[0] ?? data.sites[0];
  if (!focus.hypothetical) reported = focus.id;
  const chosen = chosenIndex();
  controls.show(state);
  timeline.show(state);
  whatIf.show(state.pin);
  list.draw(shown, focus, state);
  sites.draw(shown, focus, state);
  table.draw(focus, state);
  table.choose(chosen);
  if (state.mode === "overview") showOverview(data, shown, state);
  else showHeadline(data, focus, state);
  showReported(data, focus, state);
  reach.draw(chosen, shown, state);
  document.body.dataset.mode = state.mode;
  document.body.classList.toggle("is-hypothetical",
    Boolean(focus.hypothetical) && state.mode !== "overview");
  document.title = `Within range of ${focus.name} - infmap`;
  document.getElementById("caption").textContent = state.mode === "overview"
    ? `Numbers: from how many of the sites shown a ${data.place} is in reach, on some account at least`
    : `Shaded: 500 to 5500 km from ${focus.name}, the distances that the INF Treaty's ban covered`;
  stage.style.setProperty("--bottom", `${bottom.offsetHeight}px`);
  // Where the map stands comes first: what is drawn then is put in its place once.
  if (state.view) restore();
  else if (refit) fit();
  drawMap();
  showCard(chosen, popUp);
  follow();
}

function drawMap() {
  if (state.mode === "true-distance") trueMap.draw(focus, state);
  else trueMap.hide();
  if (state.mode === "overview") {
    rings.drawAll(data, shown, state);
    capitals.drawCounts(reachCounts(data, shown, state));
  } else {
    rings.draw(data, focus, state);
    capitals.draw(coverage(data, focus, state), state);
  }
}

function chosenIndex() {
  const index = data.capitals.findIndex((row) => row.id === state.capital && stands(row, state.date));
  return index < 0 ? null : index;
}

// Opens the card of a capital; one that is open follows the site, the account and the day.
function showCard(index, open) {
  if (index === null || state.mode !== "focus") {
    map.closePopup(popup);
    return;
  }
  const answers = coverage(data, focus, state);
  const isNew = card?.index !== index || card?.answers !== answers;
  if (!open && !(popup.isOpen() && isNew)) return;
  card = { index, answers };
  popup.options.autoPan = open;
  const capital = data.capitals[index];
  const cover = legend.open ? legend.offsetWidth + 24 : 20;
  popup.options.autoPanPaddingTopLeft = [Math.min(cover, Math.max(20, map.getSize().x - 330)), 50];
  popup.setContent(capitalCard(data, focus, index, state))
    .setLatLng(nearest(map, capital.lon, capital.lat)).openOn(map);
}

// The world is never smaller than the map: a quarter of a zoom is a step.
function limitZoom() {
  const { x, y } = map.getSize();
  map.setMinZoom(Math.max(0, Math.ceil(4 * Math.log2(Math.max(x, y) / 256)) / 4));
}

// Fits the map to the band's extent north and south of the site.
function fit() {
  limitZoom();
  if (state.mode === "overview") {
    map.setView([35, 20], map.getMinZoom(), { animate: false });
    return;
  }
  const lats = rings.latitudes(focus, data.limits_km.at(-1));
  const south = Math.min(focus.lat, Math.max(VIEW_LATS[0], Math.min(...lats)));
  const north = Math.max(focus.lat, Math.min(VIEW_LATS[1], Math.max(...lats)));
  map.fitBounds([[south, focus.lon - 5], [north, focus.lon + 5]], { animate: false });
  bringIntoView([focus.lat, focus.lon]);
}

// The world fills the map at least, so that on a tall one not all of the band fits: the site does.
function bringIntoView(place) {
  const { x, y } = map.latLngToContainerPoint(place);
  const size = map.getSize();
  const outside = (at, low, high) => Math.min(0, at - low) + Math.max(0, at - high);
  const covered = getComputedStyle(bottom).position === "absolute" ? bottom.offsetHeight : 0;
  map.panBy([outside(x, SITE_MARGIN_PX, size.x - SITE_MARGIN_PX),
    outside(y, SITE_MARGIN_PX, size.y - covered - SITE_MARGIN_PX)], { animate: false });
}

function restore() {
  const [zoom, lat, lon] = state.view;
  map.setView([lat, lon], zoom, { animate: false });
}

function follow() {
  capitals.follow();
  sites.follow();
  nameSoon();
}

// Names wait for the next frame, so that a change that moves the map as well places them once.
function nameSoon() {
  if (naming) return;
  naming = window.requestAnimationFrame(() => {
    naming = null;
    placeLabels();
  });
}

// The places that a name may be written to: on the screen, and the first of so many as find room.
function namedPlaces(found, single, chosen) {
  const seen = map.getBounds();
  const isNamed = (index) => index === chosen || map.getZoom() >= FAR_NAMES_ZOOM
    || (single && found.band[index] !== "beyond-5500");
  const isSeen = ({ lon, lat }) => seen.contains(nearest(map, lon, lat));
  const indices = [...data.capitals.keys()].filter((index) => stands(data.capitals[index], state.date)
    && isNamed(index) && isSeen(data.capitals[index]));
  return indices.sort((one, other) => (other === chosen) - (one === chosen)
    || rankOf(found, one) - rankOf(found, other)).slice(0, MOST_NAMES);
}

// The surer the reach and the nearer, the sooner a place is named; NATO's before others.
function rankOf(found, index) {
  return 10 + 10 * REACH_ORDER.indexOf(found.reach[index])
    + found.distance[index] / 2000 + (inNato(data.capitals[index], state.date) ? 0 : 3);
}

// Names what there is room for: rings first, then the focus, the chosen, the reached.
function placeLabels() {
  if (!focus) return;
  const single = state.mode !== "overview";
  const found = coverage(data, focus, state);
  const chosen = chosenIndex();
  const beside = (row, className, priority, offset) => ({
    lines: twoLines(row.name), className, priority, offset, spots: [[row.lon, row.lat]],
  });
  const wanted = [
    ...(single ? [{ ...beside(focus, "label-focus", 0, 14), leads: true }, ...rings.labels(data, focus)] : []),
    ...shown.filter((other) => other !== focus || !single).map((other) => beside(other, "label-site", 60, 12)),
    ...namedPlaces(found, single, chosen).map((index) => beside(data.capitals[index],
      `label-capital${index === chosen ? " is-chosen" : ""}`, index === chosen ? 0 : rankOf(found, index), 10)),
    { lines: ["Crimea: Ukraine, under", "Russian occupation"], className: "label-land", priority: 45,
      offset: 16, spots: [CRIMEA] },
  ];
  const taken = [...data.capitals.flatMap((row, index) => (stands(row, state.date)
    ? [[row.lon, row.lat, single && found.band[index] === "beyond-5500" ? 3 : 6]] : [])),
  ...shown.map((row) => [row.lon, row.lat, row === focus ? 11 : 8])];
  labels.place(wanted, taken, [...document.querySelectorAll(".legend, .bottom, .leaflet-control")]);
}

function onMoved() {
  const { lat, lng } = map.getCenter();
  state.view = [map.getZoom(), Number(lat.toFixed(4)), Number(lng.toFixed(4))];
  follow();
  remember(false);
}

function onFragment() {
  const before = state;
  state = readState(data, window.location.hash || data.fragment);
  show({ refit: !state.view, popUp: state.capital !== before.capital });
}

showLegend(data);
showColophon(data);
replace(document.getElementById("table-tools"), copyButton("Copy table as CSV", table.asCsv));
if (map.getSize().x < LEGEND_PX) legend.open = false;
legend.addEventListener("toggle", nameSoon);
map.invalidateSize({ animate: false });
limitZoom();
show({ refit: !state.view, popUp: state.capital !== null });
// Before the first view it would start a movement that ends after it.
map.setMaxBounds([[-LAST_LAT, -1e4], [LAST_LAT, 1e4]]);
// The outlines are the most to draw: once, where the map stands now.
drawBasemap(map, data.countries);
map.on("moveend zoomend", onMoved);
map.on("resize", () => { if (!state.view) fit(); });
// Steps differ in the fragment alone, so that this hears "back" as well as a new address.
window.addEventListener("hashchange", onFragment);
skipToTable();
printSources();

// The link past the map moves the keyboard: its address is no state of the page's.
function skipToTable() {
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("capitals").focus();
  });
}

// On paper nothing can be opened: the list of sources is printed with the rest.
function printSources() {
  const sourceList = document.getElementById("source-list");
  let wasOpen = false;
  window.addEventListener("beforeprint", () => { wasOpen = sourceList.open; sourceList.open = true; });
  window.addEventListener("afterprint", () => { sourceList.open = wasOpen; });
}
