// Capitals and sites as marks on the map: who points at one, reaches it by keyboard or taps beside
// it is told its name.

import { coverage, reachCounts } from "../model/coverage.ts";
import type { CapitalData, PageData, Site } from "../model/data.ts";
import { FINGER_PX, marksWithin, nextMark, POINTER_PX } from "../model/near.ts";
import type { Dot } from "../model/placing.ts";
import { reports, stands, surest } from "../model/reports.ts";
import type { Scene } from "../model/scene.ts";
import { kmText } from "../model/units.ts";
import { oneLine } from "../model/words.ts";
import { h } from "./dom.ts";
import { capitalOnMap, chosenRing, countMark, refill, siteMark } from "./marks.ts";
import type { Projected } from "./projection.ts";

// A mark that a reader may mean.
export interface Seen {
  kind: "capital" | "site";
  id: string;
  name: string;
  // From the site in focus.
  km: number | null;
}

export interface Choices {
  onCapital: (place: CapitalData) => void;
  onSite: (id: string) => void;
  // Of several marks that lie together, the nearest first.
  onSeveral: (list: Seen[]) => void;
}

type Placed = Seen & Dot & { mark: Mark };

interface Mark {
  kind: Seen["kind"];
  place: CapitalData | Site;
  marker: L.Marker;
  // What it looks like, so that it is drawn anew only where that has changed.
  look: string;
  isHidden: boolean;
}

const WAYS: Record<string, [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};
const MARK_PX = 15;
const ABOVE_PX = 9;

// Leaflet takes any element, its types HTML's.
export function elementOf(mark: Element): HTMLElement {
  return mark as HTMLElement;
}

export function makePoints(map: L.Map, data: PageData, projected: Projected, choices: Choices) {
  map.createPane("capitals").style.zIndex = "595";
  const group = L.featureGroup().addTo(map);
  const marks = new Map<CapitalData | Site, Mark>();
  const shown = new Set<Mark>();
  const tip = L.tooltip({ direction: "top", offset: [0, -ABOVE_PX], className: "tip" });
  const container = map.getContainer();
  let scene: Scene | null = null;
  let isFinger = false;
  let stop: HTMLElement | undefined;

  function draw(now: Scene): void {
    scene = now;
    const before = new Set(shown);
    shown.clear();
    for (const mark of [...capitalMarks(now), ...siteMarks(now)]) shown.add(mark);
    for (const mark of before) if (!shown.has(mark)) takeOff(mark);
    for (const mark of shown) if (!before.has(mark)) group.addLayer(mark.marker);
    follow();
    // The one stop of the Tab key among the marks: arrows lead from it to the others.
    stopAt(marks.get(now.focus));
  }

  // Put back, it has an element that is empty.
  function takeOff(mark: Mark): void {
    group.removeLayer(mark.marker);
    mark.look = "";
  }

  function capitalMarks({ state, focus, shown: sites, chosen }: Scene): Mark[] {
    const isOverview = state.mode === "overview";
    const counts = isOverview ? reachCounts(data, sites, state) : [];
    const most = Math.max(1, ...counts.map(Number));
    const found = isOverview ? null : coverage(data, focus, state);
    return data.capitals.flatMap((place, index) => {
      if (!stands(place, state.date)) return [];
      const isChosen = index === chosen;
      const [band, reach] = found ? [found.band[index], found.reach[index]] : [];
      const count = counts[index] ?? 0;
      const facts: Record<string, string> =
        band && reach ? { band, reach } : { count: String(count) };
      const look = JSON.stringify([facts, isChosen, most]);
      return [
        markOf("capital", place, look, (element) => {
          const old = element.lastElementChild;
          const isSame =
            element.dataset.band === band && element.matches(".is-chosen") === isChosen;
          for (const name of Object.keys(element.dataset)) {
            if (name !== "capital" && !(name in facts)) delete element.dataset[name];
          }
          Object.assign(element.dataset, { capital: place.id, ...facts });
          element.classList.toggle("is-chosen", isChosen);
          if (!(band && reach)) return [countMark(count, count / most)];
          if (old && isSame) {
            refill(old, band, reach);
            return null;
          }
          const mark = capitalOnMap(band, reach, MARK_PX);
          return isChosen ? [chosenRing(), mark] : [mark];
        }),
      ];
    });
  }

  function siteMarks({ state, focus, shown: sites }: Scene): Mark[] {
    return [...new Set([...sites, focus])].map((site) => {
      const status = surest(reports(site, state), state.date);
      const isFocus = site === focus;
      return markOf("site", site, `${status} ${isFocus}`, (element) => {
        element.dataset.site = site.id;
        element.classList.toggle("is-focus", isFocus);
        return [siteMark(status, isFocus ? 27 : MARK_PX + 1)];
      });
    });
  }

  // Marks are kept from one state to the next: with hundreds of sites, making them is the cost.
  function markOf(
    kind: Seen["kind"],
    place: CapitalData | Site,
    look: string,
    // Null where what it holds has been changed.
    made: (element: HTMLElement) => Element[] | null,
  ): Mark {
    const mark = marks.get(place) ?? newMark(kind, place);
    marks.set(place, mark);
    if (mark.look === look) return mark;
    mark.look = look;
    // The marker has its element where it is on the map.
    if (!map.hasLayer(mark.marker)) group.addLayer(mark.marker);
    const element = mark.marker.getElement();
    const inside = element && made(element);
    if (inside) element.replaceChildren(...inside);
    const above = element?.matches(".is-focus, .is-chosen") ? 1000 : 0;
    if (mark.marker.options.zIndexOffset !== above) mark.marker.setZIndexOffset(above);
    return mark;
  }

  function newMark(kind: Seen["kind"], place: CapitalData | Site): Mark {
    const px = kind === "site" ? 22 : MARK_PX + 1;
    const icon = L.divIcon({ html: "", className: "point", iconSize: [px, px] });
    // All sites stand in Leaflet's own pane of markers, which lies over the capitals'.
    const pane = kind === "site" ? "markerPane" : "capitals";
    const at = projected.latLng(place.lon, place.lat) ?? L.latLng(place.lat, place.lon);
    const marker = L.marker(at, { icon, pane, keyboard: false, bubblingMouseEvents: false });
    marker.on("add", () => marker.getElement()?.setAttribute("tabindex", "-1"));
    return { kind, place, marker, look: "", isHidden: false };
  }

  // Keeps every mark where its place is on the screen now: the world has copies, and a far side.
  function follow(): void {
    for (const mark of shown) {
      const at = projected.latLng(mark.place.lon, mark.place.lat);
      const element = mark.marker.getElement();
      mark.isHidden = at === null;
      const display = at ? "" : "none";
      if (element && element.style.display !== display) element.style.display = display;
      if (at && !mark.marker.getLatLng().equals(at)) mark.marker.setLatLng(at);
    }
    tip.remove();
  }

  function seenOf(mark: Mark): Seen {
    const { kind, place } = mark;
    return { kind, id: place.id, name: place.name, km: kmOf(mark) };
  }

  function kmOf({ kind, place }: Mark): number | null {
    if (!scene || kind === "site" || scene.state.mode === "overview") return null;
    return coverage(data, scene.focus, scene.state).distance[
      data.capitals.indexOf(place as CapitalData)
    ];
  }

  function placed(): Placed[] {
    return [...shown].flatMap((mark) => {
      if (mark.isHidden) return [];
      const { x, y } = map.latLngToContainerPoint(mark.marker.getLatLng());
      return [{ ...seenOf(mark), x, y, mark }];
    });
  }

  function markAt(target: EventTarget | null): Mark | undefined {
    return [...shown].find(({ marker }) => marker.getElement() === target);
  }

  function show(mark: Mark | undefined): void {
    if (!mark || mark.isHidden) {
      tip.remove();
      return;
    }
    tip.setContent(told(mark)).setLatLng(mark.marker.getLatLng()).addTo(map);
  }

  function told(mark: Mark): HTMLElement {
    const { place, kind } = mark;
    const km = kmOf(mark);
    const units = scene?.state.units ?? "km";
    const more = "country" in place ? place.country : kind;
    return h(
      "span",
      {},
      h("b", {}, oneLine(place.name)),
      `, ${oneLine(more)}`,
      km === null ? null : [h("br"), kmText(km, units, turns())],
    );
  }

  function turns(): number[] {
    return scene ? coverage(data, scene.focus, scene.state).turns : [];
  }

  function tell(id: string | null): void {
    show([...shown].find(({ place }) => place.id === id));
  }

  function choose({ kind, place }: Mark): void {
    tip.remove();
    if (kind === "site") choices.onSite(place.id);
    else choices.onCapital(place as CapitalData);
  }

  // One mark is chosen; of several that lie under the finger the reader chooses.
  function meant(at: Dot, px: number): void {
    const found = marksWithin(placed(), at, px);
    if (found.length === 1) choose(found[0].mark);
    else if (found.length) choices.onSeveral(found.map(({ mark }) => seenOf(mark)));
  }

  function stopAt(mark: Mark | undefined): HTMLElement | undefined {
    const element = mark?.marker.getElement();
    if (!mark || !element) return undefined;
    if (element === stop) return element;
    stop?.setAttribute("tabindex", "-1");
    stop = element;
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", mark.place.name);
    return element;
  }

  function onKey(event: KeyboardEvent): void {
    const mark = markAt(event.target);
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    if (Object.hasOwn(WAYS, event.key)) go(mark, WAYS[event.key]);
    else if (event.key === "Enter" || event.key === " ") choose(mark);
    else if (event.key === "Escape") container.focus();
    else return;
    // Else the map would move too.
    event.preventDefault();
    event.stopPropagation();
  }

  function go(from: Mark, way: [number, number]): void {
    const all = placed();
    const size = map.getSize();
    const here = all.find(({ mark }) => mark === from);
    const onMap = all.filter(({ x, y }) => x >= 0 && y >= 0 && x <= size.x && y <= size.y);
    const next = here && nextMark(onMap, here, way);
    const element = next && stopAt(next.mark);
    if (!element) return;
    element.focus({ preventScroll: true });
  }

  container.addEventListener(
    "pointerdown",
    (event) => {
      isFinger = event.pointerType === "touch";
    },
    true,
  );
  container.addEventListener("keydown", onKey, true);
  container.addEventListener("focusin", ({ target }) => show(markAt(target)));
  container.addEventListener("focusout", () => tip.remove());
  group.on("mouseover", ({ propagatedFrom }) => show(markAt(propagatedFrom.getElement())));
  group.on("mouseout", () => tip.remove());
  group.on("click", ({ propagatedFrom, originalEvent }) => {
    const at = map.mouseEventToContainerPoint(originalEvent);
    const found = marksWithin(placed(), at, isFinger ? FINGER_PX : POINTER_PX);
    const mark = markAt(propagatedFrom.getElement());
    if (found.length < 2 && mark) choose(mark);
    else meant(at, isFinger ? FINGER_PX : POINTER_PX);
  });
  map.on("turn", follow);
  map.on("click", ({ originalEvent }) => {
    if (isFinger) meant(map.mouseEventToContainerPoint(originalEvent), FINGER_PX);
  });

  return { draw, follow, tell };
}
