// Capitals and sites as marks on the map: who points at one, reaches it by keyboard or taps beside
// it is told its name.

import { wrap } from "../earth/wgs84.ts";
import { coverage, strikesAt } from "../model/coverage.ts";
import type { CapitalData, PageData, Site } from "../model/data.ts";
import { FINGER_PX, marksWithin, nextMark, POINTER_PX, tipBeside } from "../model/near.ts";
import type { Dot } from "../model/placing.ts";
import { reports, stands, surestStatus } from "../model/reports.ts";
import type { Scene } from "../model/scene.ts";
import { kmText } from "../model/units.ts";
import { oneLine } from "../model/words.ts";
import type { Choices, Picture } from "./chart.ts";
import { h } from "./dom.ts";
import { askedRing, capitalOnMap, chosenRing, countedMark, refill, siteMark } from "./marks.ts";
import { rightOf } from "./panes.ts";
import type { Projected } from "./projection.ts";

// A mark that a reader may mean.
export interface Seen {
  kind: "capital" | "site";
  id: string;
  name: string;
  // From the site in focus.
  km: number | null;
}

type Place = CapitalData | Site;
type Placed = Seen & Dot & { mark: Mark };

interface Mark {
  kind: Seen["kind"];
  place: Place;
  marker: L.Marker;
  half: Half;
  // What it looks like, so that it is drawn anew only where that has changed.
  look: string;
  isHidden: boolean;
}

// Of a divided map; all that is not divided is on the left.
type Half = "left" | "right";

const WAYS: Record<string, [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};
const MARK_PX = 15;

// Leaflet takes any element, its types HTML's.
export function elementOf(mark: Element): HTMLElement {
  return mark as HTMLElement;
}

export function makePoints(map: L.Map, data: PageData, projected: Projected, choices: Choices) {
  const group = L.featureGroup().addTo(map);
  const marks = { left: new Map<Place, Mark>(), right: new Map<Place, Mark>() };
  const shown = new Set<Mark>();
  const tip = L.tooltip({ className: "tip" });
  const container = map.getContainer();
  const asked = L.marker([0, 0], {
    icon: L.divIcon({ html: elementOf(askedRing()), className: "asked", iconSize: [44, 44] }),
    pane: "capitals",
    interactive: false,
    keyboard: false,
  });
  let picture: Picture | null = null;
  let askedAt: [number, number] | null = null;
  // Where the map is divided, in pixels.
  let divided: number | null = null;
  let isFinger = false;
  let stop: HTMLElement | undefined;

  function draw(now: Picture): void {
    picture = now;
    const { scene, sides } = now;
    const before = new Set(shown);
    shown.clear();
    const places = sides
      ? [
          ...capitalMarks(now, sides[0].scene, "left"),
          ...capitalMarks(now, sides[1].scene, "right"),
        ]
      : capitalMarks(now, scene, "left");
    for (const mark of [...places, ...siteMarks(now)]) shown.add(mark);
    for (const mark of before) if (!shown.has(mark)) takeOff(mark);
    for (const mark of shown) if (!before.has(mark)) group.addLayer(mark.marker);
    askedAt = now.counts?.at ?? null;
    if (askedAt) asked.addTo(map);
    else asked.remove();
    follow();
    // The one stop of the Tab key among the marks: arrows lead from it to the others.
    stopAt([...shown].find(({ place }) => place === scene.focus) ?? [...shown].at(-1));
  }

  // Put back, it has an element that is empty.
  function takeOff(mark: Mark): void {
    group.removeLayer(mark.marker);
    mark.look = "";
  }

  function capitalMarks({ counts, doubt, scene }: Picture, side: Scene, half: Half): Mark[] {
    const { state, focus } = side;
    // Where no figure says anything, a mark says nothing of one.
    const isTold = !counts && strikesAt(data, focus, state).length;
    const found = isTold ? coverage(data, focus, state) : null;
    return data.capitals.flatMap((place, index) => {
      if (!stands(place, state.date)) return [];
      const isChosen = index === scene.chosen && !counts;
      const band = found?.band[index];
      const reach = doubt?.answers[index] ?? found?.reach[index];
      const isReached = (counts?.numbers[index] ?? 0) > 0;
      const facts: Record<string, string> =
        band && reach ? { band, reach } : { count: String(counts?.numbers[index] ?? 0) };
      const look = JSON.stringify([facts, isChosen]);
      return [
        markOf("capital", place, half, look, (element) => {
          const old = element.lastElementChild;
          const isSame =
            element.dataset.band === band && element.matches(".is-chosen") === isChosen;
          for (const name of Object.keys(element.dataset)) {
            if (name !== "capital" && !(name in facts)) delete element.dataset[name];
          }
          for (const [name, value] of Object.entries({ capital: place.id, ...facts })) {
            if (element.dataset[name] !== value) element.dataset[name] = value;
          }
          element.classList.toggle("is-chosen", isChosen);
          const isFilled = band && reach;
          if (isFilled && old && isSame) {
            refill(old, band, reach);
            return null;
          }
          const mark = isFilled ? capitalOnMap(band, reach, MARK_PX) : countedMark(isReached);
          return isChosen ? [chosenRing(), mark] : [mark];
        }),
      ];
    });
  }

  function siteMarks({ scene, sides, counts }: Picture): Mark[] {
    const { state } = scene;
    const focused = counts ? [] : (sides ?? [{ scene }]).map((side) => side.scene.focus);
    return [...new Set([...(counts?.sites ?? scene.shown), ...focused])].map((site) => {
      const status = surestStatus(reports(site, state), state.date);
      const isFocus = focused.includes(site);
      return markOf("site", site, "left", `${status} ${isFocus}`, (element) => {
        element.dataset.site = site.id;
        element.classList.toggle("is-focus", isFocus);
        return [siteMark(status, isFocus ? 27 : MARK_PX + 1)];
      });
    });
  }

  // Marks are kept from one state to the next: with hundreds of sites, making them is the cost.
  function markOf(
    kind: Seen["kind"],
    place: Place,
    half: Half,
    look: string,
    // Null where what it holds has been changed.
    made: (element: HTMLElement) => Element[] | null,
  ): Mark {
    const mark = marks[half].get(place) ?? newMark(kind, place, half);
    marks[half].set(place, mark);
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

  function newMark(kind: Seen["kind"], place: Place, half: Half): Mark {
    const px = kind === "site" ? 22 : MARK_PX + 1;
    const icon = L.divIcon({ html: "", className: "point", iconSize: [px, px] });
    // All sites stand in Leaflet's own pane of markers, which lies over the capitals'.
    const pane =
      kind === "site" ? "markerPane" : half === "right" ? rightOf("capitals") : "capitals";
    const at = projected.latLng(place.lon, place.lat) ?? L.latLng(place.lat, place.lon);
    const marker = L.marker(at, { icon, pane, keyboard: false, bubblingMouseEvents: false });
    marker.on("add", () => marker.getElement()?.setAttribute("tabindex", "-1"));
    return { kind, place, half, marker, look: "", isHidden: false };
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
    const place = askedAt && projected.latLng(...askedAt);
    if (place) asked.setLatLng(place);
    asked.setOpacity(place ? 1 : 0);
    tip.remove();
  }

  function seenOf(mark: Mark): Seen {
    const { kind, place } = mark;
    return { kind, id: place.id, name: place.name, km: kmOf(mark) };
  }

  // From the site in focus, or from a side's.
  function kmOf({ kind, place, half }: Mark): number | null {
    if (!picture || picture.counts || kind === "site") return null;
    const side = picture.sides?.[half === "left" ? 0 : 1].scene ?? picture.scene;
    const { distance } = coverage(data, side.focus, side.state);
    return distance[data.capitals.indexOf(place as CapitalData)];
  }

  function placed(): Placed[] {
    return [...shown].flatMap((mark) => {
      if (mark.isHidden) return [];
      const { x, y } = map.latLngToContainerPoint(mark.marker.getLatLng());
      const isCut = divided !== null && mark.kind === "capital";
      if (isCut && mark.half !== (x < (divided ?? 0) ? "left" : "right")) return [];
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
    const at = mark.marker.getLatLng();
    tip.setContent(told(mark)).setLatLng(at).addTo(map);
    // It has a size once it is there.
    const { offsetWidth = 0, offsetHeight = 0 } = tip.getElement() ?? {};
    const size: [number, number] = [offsetWidth, offsetHeight];
    Object.assign(tip.options, tipBeside(map.latLngToContainerPoint(at), size, map.getSize()));
    tip.update();
  }

  function told(mark: Mark): HTMLElement {
    const { place, kind } = mark;
    const km = kmOf(mark);
    const { state } = picture?.scene ?? {};
    const more = "country" in place ? place.country : kind;
    return h(
      "span",
      {},
      h("b", {}, oneLine(place.name)),
      `, ${oneLine(more)}`,
      km === null ? null : [h("br"), kmText(km, state?.units ?? "km", turns())],
    );
  }

  function turns(): number[] {
    return picture ? coverage(data, picture.scene.focus, picture.scene.state).turns : [];
  }

  function tell(id: string | null): void {
    show(placed().find(({ mark }) => mark.place.id === id)?.mark);
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
    if (event.target === container && event.key === "Enter" && picture?.counts) {
      ask(map.getCenter(), map.latLngToContainerPoint(map.getCenter()));
      return;
    }
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
  // Where the map is divided; null where it is not.
  function divide(x: number | null): void {
    divided = x;
  }

  map.on("turn", follow);
  map.on("click", ({ originalEvent, latlng }) => {
    const at = map.mouseEventToContainerPoint(originalEvent);
    const found = isFinger ? marksWithin(placed(), at, FINGER_PX) : [];
    if (found.length) meant(at, FINGER_PX);
    else if (picture?.counts) ask(latlng, at);
  });

  // A place of the Earth: what lies beside a globe is none.
  function ask({ lat, lng }: L.LatLng, at: Dot): void {
    const [lon, north] = [wrap(lng), Math.max(-90, Math.min(90, lat))];
    const seen = projected.at([lon, north]);
    if (seen && Math.hypot(seen.x - at.x, seen.y - at.y) < POINTER_PX) choices.onPlace(lon, north);
  }

  return { draw, follow, tell, divide };
}
