// What if a launcher stood there: a pin to drop and drag, a range or a system to give it.

import { wrap } from "../earth/wgs84.ts";
import type { PageData, Pin } from "../model/data.ts";
import { canLaunch } from "../model/launcher.ts";
import { oneLine, shortName } from "../model/words.ts";
import { h, makeButton, part, replace } from "./dom.ts";
import type { Projected } from "./projection.ts";

const FIRST_KM = 1000;

type OnPin = (pin: Pin | null, settled?: boolean) => void;

export function makeWhatIf(map: L.Map, data: PageData, projected: Projected, onPin: OnPin) {
  const lat = field("lat", "Latitude of the launcher, degrees north", [-90, 90], 0.01);
  const lon = field("lon", "Longitude of the launcher, degrees east", [-180, 180], 0.01);
  const km = field("km", "Range in kilometres", data.range_km, 1);
  const system = h(
    "select",
    { id: "pin-system", "aria-label": "Its range", change: read },
    h("option", { value: "" }, "a range of"),
    Object.entries(data.systems)
      .filter(([id]) => canLaunch(data, id))
      .map(([id, { name }]) =>
        h("option", { value: id }, `the figures for ${oneLine(shortName(name))}`),
      ),
  );
  const drop = makeButton({ class: "tool", click: toggle });
  const range = h("label", { class: "pin-km" }, "km ", km);
  const form = h(
    "div",
    { class: "pin-form" },
    h("label", {}, "Latitude ", lat),
    h("label", {}, "Longitude ", lon),
    h("label", { class: "wide" }, "With ", system),
    range,
  );
  const note = "Not reported by anybody: a launcher of your own, to see what it would reach.";
  replace(part("what-if"), h("p", { class: "note" }, note), drop, form);
  const marker = makeMarker(map, projected, onPin, () => pin);
  let pin: Pin | null = null;

  function field(name: string, label: string, [min, max]: [number, number], step: number) {
    const id = `pin-${name}`;
    return h("input", { type: "number", id, "aria-label": label, min, max, step, change: read });
  }

  function toggle(): void {
    onPin(pin ? null : { ...placeOf(map.getCenter()), km: FIRST_KM, system: null });
  }

  function read(): void {
    if (!pin) return;
    const place = { lat: numberIn(lat, pin.lat), lon: numberIn(lon, pin.lon) };
    onPin(
      system.value
        ? { ...place, km: null, system: system.value }
        : { ...place, km: numberIn(km, pin.km ?? FIRST_KM), system: null },
    );
  }

  function show(given: Pin | null): void {
    pin = given;
    drop.textContent = pin ? "Take the launcher away" : "Drop a launcher on the map";
    form.hidden = !pin;
    marker.show(pin);
    if (!pin) return;
    lat.value = pin.lat.toFixed(2);
    lon.value = pin.lon.toFixed(2);
    system.value = pin.system ?? "";
    range.hidden = pin.system !== null;
    km.value = String(pin.km ?? FIRST_KM);
  }

  return { show };
}

// What is typed, within the field's bounds; what was there, if it is no number.
function numberIn(input: HTMLInputElement, otherwise: number): number {
  const value = input.valueAsNumber;
  if (!Number.isFinite(value)) return otherwise;
  return Math.max(Number(input.min), Math.min(Number(input.max), value));
}

function placeOf({ lat, lng }: L.LatLng): { lon: number; lat: number } {
  return { lon: wrap(lng), lat: Math.max(-90, Math.min(90, lat)) };
}

function makeMarker(map: L.Map, projected: Projected, onPin: OnPin, pin: () => Pin | null) {
  const marker = L.marker([0, 0], {
    draggable: true,
    pane: "pin",
    title: "Hypothetical launcher: drag it",
    keyboard: false,
    icon: L.divIcon({
      className: "pin",
      html: h("span", { class: "pin-mark" }, "?"),
      iconSize: [26, 26],
    }),
  });
  let dragging = false;
  // The first movement is a step to go back, the others amend it.
  marker
    .on("click", () => onPin(pin()))
    .on("drag", () => {
      moved();
      dragging = true;
    })
    .on("dragend", () => {
      moved();
      dragging = false;
    });

  function moved(): void {
    const from = pin();
    if (from) onPin({ ...from, ...placeOf(marker.getLatLng()) }, !dragging);
  }

  function show(to: Pin | null): void {
    const place = to && projected.latLng(to.lon, to.lat);
    if (!place) {
      marker.remove();
      return;
    }
    marker.setLatLng(place);
    if (!map.hasLayer(marker)) marker.addTo(map);
  }

  return { show };
}
