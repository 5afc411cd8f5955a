// What if a launcher stood there: a pin to drop and drag, a range or a system to give it.

import { h, replace } from "./dom.js";
import { canLaunch } from "./launcher.js";
import { oneLine, shortName } from "./words.js";
import { nearest } from "./world.js";
import { wrap } from "./geodesic.js";

const FIRST_KM = 1000;

export function makeWhatIf(map, data, onPin) {
  let marker = null;
  let pin = null;
  let dragging = false;
  const number = (name, label, low, high, step) => h("input", {
    type: "number", id: `pin-${name}`, "aria-label": label, min: low, max: high, step, change: read,
  });
  const lat = number("lat", "Latitude of the launcher, degrees north", -90, 90, 0.01);
  const lon = number("lon", "Longitude of the launcher, degrees east", -180, 180, 0.01);
  const km = number("km", "Range in kilometres", ...data.range_km, 1);
  const withFigures = Object.entries(data.systems).filter(([id]) => canLaunch(data, id));
  const system = h("select", { id: "pin-system", "aria-label": "Its range", change: read },
    h("option", { value: "" }, "a range of"),
    withFigures.map(([id, row]) => h("option", { value: id }, `the figures for ${oneLine(shortName(row.name))}`)));
  const drop = h("button", { type: "button", class: "tool", click: toggle });
  const form = h("div", { class: "pin-form" },
    h("label", {}, "Latitude ", lat), h("label", {}, "Longitude ", lon),
    h("label", { class: "wide" }, "With ", system), h("label", { class: "pin-km" }, "km ", km));
  replace(document.getElementById("what-if"),
    h("p", { class: "note" }, "Not reported by anybody: a launcher of your own, to see what it would reach."), drop, form);

  function toggle() {
    if (pin) onPin(null);
    else {
      const { lat: north, lng: east } = map.getCenter();
      onPin({ lon: wrap(east), lat: Math.max(-90, Math.min(90, north)), km: FIRST_KM, system: null });
    }
  }

  function read() {
    const clamp = (value, low, high, otherwise) =>
      (Number.isFinite(value) ? Math.max(low, Math.min(high, value)) : otherwise);
    onPin({
      lat: clamp(lat.valueAsNumber, -90, 90, pin.lat), lon: clamp(lon.valueAsNumber, -180, 180, pin.lon),
      km: system.value ? null : clamp(km.valueAsNumber, ...data.range_km, pin.km ?? FIRST_KM), system: system.value || null,
    });
  }

  function show(given) {
    pin = given;
    drop.textContent = pin ? "Take the launcher away" : "Drop a launcher on the map";
    form.hidden = !pin;
    if (!pin) {
      if (marker) marker.remove();
      marker = null;
      return;
    }
    lat.value = pin.lat.toFixed(2);
    lon.value = pin.lon.toFixed(2);
    system.value = pin.system ?? "";
    km.parentElement.hidden = Boolean(pin.system);
    km.value = pin.km ?? FIRST_KM;
    if (!marker) {
      marker = L.marker([pin.lat, pin.lon], {
        draggable: true, pane: "pin", title: "Hypothetical launcher: drag it", keyboard: false,
        icon: L.divIcon({ className: "pin", html: h("span", { class: "pin-mark" }, "?"), iconSize: [26, 26] }),
      }).addTo(map);
      // The first movement is a step to go back, the others amend it.
      marker.on("click", () => onPin(pin))
        .on("drag", () => { moved(!dragging); dragging = true; })
        .on("dragend", () => { moved(!dragging); dragging = false; });
    }
    marker.setLatLng(nearest(map, pin.lon, pin.lat));
  }

  function moved(settled) {
    const { lat: north, lng: east } = marker.getLatLng();
    onPin({ ...pin, lat: Math.max(-90, Math.min(90, north)), lon: wrap(east) }, settled);
  }

  return { show };
}
