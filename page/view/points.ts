// Capitals and sites as marks on the map.

import type { CapitalData, Coverage, PageData, Site, State } from "../model/data.ts";
import { reports, stands, surest } from "../model/reports.ts";
import { capitalOnMap, countMark, siteMark } from "./marks.ts";
import { nearest } from "./panes.ts";

// The marks are reached by keyboard through the table and the list of sites beside the map.
function marker(at: L.LatLng, mark: SVGElement, size: number, pane: string): L.Marker {
  return L.marker(at, {
    icon: icon(mark, size),
    pane,
    keyboard: false,
    bubblingMouseEvents: false,
  });
}

function icon(mark: SVGElement, size: number): L.DivIcon {
  return L.divIcon({ html: elementOf(mark), className: "point", iconSize: [size, size] });
}

// Leaflet takes any element, its types HTML's.
export function elementOf(mark: Element): HTMLElement {
  return mark as HTMLElement;
}

function moveTo(one: L.Marker, place: L.LatLng): void {
  if (!one.getLatLng().equals(place)) one.setLatLng(place);
}

export function makeCapitals(map: L.Map, data: PageData, onClick: (place: CapitalData) => void) {
  const markers = new Map<CapitalData, L.Marker>();

  function draw(found: Coverage, state: State): void {
    data.capitals.forEach((place, index) => {
      const [band, reach] = [found.band[index], found.reach[index]];
      if (stands(place, state.date)) show(place, capitalOnMap(band, reach, 15), { band, reach });
      else hide(place);
    });
  }

  // In the overview a mark is a number: from how many sites the capital is in reach.
  function drawCounts(counts: (number | null)[]): void {
    const most = Math.max(1, ...counts.map(Number));
    data.capitals.forEach((place, index) => {
      const count = counts[index];
      if (count === null) hide(place);
      else show(place, countMark(count, count / most), { count: String(count) });
    });
  }

  function show(place: CapitalData, mark: SVGElement, facts: Record<string, string>): void {
    const dataset = markOf(place, mark).getElement()?.dataset ?? {};
    for (const name of Object.keys(dataset)) delete dataset[name];
    Object.assign(dataset, { capital: place.id, ...facts });
  }

  function markOf(place: CapitalData, mark: SVGElement): L.Marker {
    const known = markers.get(place);
    if (known) return known.setIcon(icon(mark, 16));
    const made = marker(nearest(map, place.lon, place.lat), mark, 16, "capitals")
      .on("click", () => onClick(place))
      .addTo(map);
    markers.set(place, made);
    return made;
  }

  function hide(place: CapitalData): void {
    markers.get(place)?.remove();
    markers.delete(place);
  }

  // Keeps every mark in the copy of the world that is on the screen.
  function follow(): void {
    for (const [{ lon, lat }, one] of markers) moveTo(one, nearest(map, lon, lat));
  }

  return { draw, drawCounts, follow };
}

export function makeSites(map: L.Map, onClick: (id: string) => void) {
  const group = L.layerGroup().addTo(map);
  const markers = new Map<string, L.Marker>();
  let shown: [Site, L.Marker][] = [];

  // Marks are kept from one state to the next: with hundreds of sites, making them is the cost.
  function markerOf(site: Site, state: State): L.Marker {
    const status = surest(reports(site, state), state.date);
    const key = `${site.id} ${status}`;
    const known = markers.get(key);
    if (known) return known;
    const at = nearest(map, site.lon, site.lat);
    const made = marker(at, siteMark(status, 20), 22, "sites").on("click", () => onClick(site.id));
    markers.set(key, made);
    return made;
  }

  function draw(sites: Site[], focus: Site, state: State): void {
    const before = new Set(shown.map(([, one]) => one));
    shown = sites.map((site) => [site, markerOf(site, state)]);
    const now = new Set(shown.map(([, one]) => one));
    for (const one of before) if (!now.has(one)) group.removeLayer(one);
    for (const [site, one] of shown) {
      if (!before.has(one)) one.addTo(group);
      const element = one.getElement();
      if (element) element.dataset.site = site.id;
      element?.classList.toggle("is-focus", site === focus);
      one.setZIndexOffset(site === focus ? 1000 : 0);
    }
  }

  function follow(): void {
    for (const [{ lon, lat }, one] of shown) moveTo(one, nearest(map, lon, lat));
  }

  return { draw, follow };
}
