// Puts the page together: one focus site, one chosen capital, everything else follows.

import { drawBasemap } from "./basemap.js";
import { makeLabels } from "./labels.js";
import { showColophon, showLegend } from "./legend.js";
import { makeSiteList, showHeadline, showReported } from "./panel.js";
import { makeCapitals, makeSites } from "./points.js";
import { capitalCard } from "./popup.js";
import { makeRings } from "./rings.js";
import { makeTable } from "./table.js";
import { twoLines } from "./words.js";
import { LAST_LAT, makePanes, nearest } from "./world.js";

const PHONE_PX = 760;
// The part of the band that a first view shows: Mercator swells without end beyond.
const VIEW_LATS = [-56, 72];
// Nearer than this, the capitals beyond the band are named too.
const FAR_NAMES_ZOOM = 4;
const CRIMEA = [34.2, 45.2];

const data = JSON.parse(document.getElementById("infmap-data").textContent);
const map = window[document.querySelector(".folium-map").id];

map.attributionControl.setPrefix(false).addAttribution("Natural Earth · GeoNames");
L.control.scale({ position: "bottomright", imperial: false }).addTo(map);
makePanes(map, ["graticule", "land", "zone-intermediate-range", "zone-shorter-range", "doubt",
  "borders", "limits", "rings"]);
for (const name of ["capitals", "sites"]) map.createPane(name).style.zIndex = name === "sites" ? 620 : 610;

map.setMaxBounds([[-LAST_LAT, -1e4], [LAST_LAT, 1e4]]);

drawBasemap(map, data.countries);
const rings = makeRings(map);
const labels = makeLabels(map);
const capitals = makeCapitals(map, data, chooseCapital);
const sites = makeSites(map, data, focusSite);
const list = makeSiteList(data, focusSite);
const table = makeTable(data, chooseCapital);
const popup = L.popup({ maxWidth: 310, minWidth: 250, autoPanPadding: [20, 20] });
const legend = document.getElementById("legend");

let focus = data.sites.findIndex((site) => site.id === data.focus);
let chosen = null;

function focusSite(index) {
  focus = index;
  const site = data.sites[index];
  map.closePopup(popup);
  chosen = null;
  rings.draw(data, site);
  capitals.draw(data.coverage[site.id]);
  sites.draw(index);
  list.mark(index);
  table.draw(site);
  showHeadline(data, site);
  showReported(data, site);
  document.title = `Within range of ${site.name} - infmap`;
  document.getElementById("caption").textContent =
    `Shaded: 500 to 5500 km from ${site.name}, the distances that the INF Treaty's ban covered`;
  show(site);
}

// Fits the map to the band's extent north and south of the site.
function show(site) {
  const lats = site.rings[data.limits_km.at(-1)].flat(2).map(([, lat]) => lat);
  const south = Math.max(VIEW_LATS[0], Math.min(...lats));
  const north = Math.min(VIEW_LATS[1], Math.max(...lats));
  const { x, y } = map.getSize();
  map.setMinZoom(Math.max(0, Math.ceil(4 * Math.log2(Math.max(x, y) / 256)) / 4));
  map.fitBounds([[south, site.lon - 5], [north, site.lon + 5]], { animate: false, padding: [0, 0] });
  follow();
}

function follow() {
  capitals.follow();
  sites.follow();
  name();
}

// Names what there is room for: rings first, then the focus, the chosen, the reached.
function name() {
  const site = data.sites[focus];
  const answers = data.coverage[site.id];
  const beside = (row, className, priority, offset) => ({
    lines: twoLines(row.name), className, priority, offset, spots: [[row.lon, row.lat]],
  });
  const rank = (index) => 10 + 10 * "asun".indexOf(answers.reach[index])
    + answers.distance_km[index] / 2000 + (data.capitals[index].nato ? 0 : 3);
  const wanted = [
    { ...beside(site, "label-focus", 0, 14), leads: true },
    ...rings.labels(data, site),
    ...data.sites.filter((other) => other !== site).map((other) => beside(other, "label-site", 60, 12)),
    ...data.capitals.map((capital, index) => beside(capital,
      `label-capital${index === chosen ? " is-chosen" : ""}`, index === chosen ? 0 : rank(index), 10))
      .filter((label, index) => map.getZoom() >= FAR_NAMES_ZOOM || index === chosen
        || answers.band[index] !== "beyond-5500"),
    { lines: ["Crimea: Ukraine, under", "Russian occupation"], className: "label-land", priority: 45,
      offset: 16, spots: [CRIMEA] },
  ];
  const taken = [...data.capitals.map((row, index) =>
    [row.lon, row.lat, answers.band[index] === "beyond-5500" ? 3 : 6]),
  ...data.sites.map((row) => [row.lon, row.lat, row === site ? 11 : 8])];
  labels.place(wanted, taken, [...document.querySelectorAll(".legend, .caption, .leaflet-control")]);
}

function chooseCapital(index) {
  chosen = index;
  const capital = data.capitals[index];
  table.choose(index);
  const cover = legend.open ? legend.offsetWidth + 24 : 20;
  popup.options.autoPanPaddingTopLeft = [Math.min(cover, map.getSize().x - 320), 50];
  popup.setContent(capitalCard(data, data.sites[focus], index))
    .setLatLng(nearest(map, capital.lon, capital.lat)).openOn(map);
  name();
}

map.on("moveend zoomend", follow);
map.on("resize", () => show(data.sites[focus]));
showLegend();
showColophon(data);
if (window.innerWidth < PHONE_PX) legend.open = false;
legend.addEventListener("toggle", name);
map.invalidateSize({ animate: false });
focusSite(focus);
