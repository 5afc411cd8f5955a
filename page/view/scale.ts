// The scale: true about the site in focus, in Mercator in the middle of the map.

import { EQUATOR_KM, LAST_LAT, RADIANS } from "../earth/wgs84.ts";
import type { Units } from "../model/data.ts";
import { inKm } from "../model/units.ts";
import { h } from "./dom.ts";
import type { Projected } from "./projection.ts";

const MOST_PX = 110;
const ROUND = [1, 2, 5, 10];

export function makeScale(map: L.Map, projected: Projected) {
  const words = h("span", {});
  const bar = h("div", { class: "scale-bar" }, words);
  const control = new L.Control({ position: "bottomleft" });
  // As wide as any bar, so that no name has to make way for the next.
  control.onAdd = () => h("div", { class: "scale-room" }, bar);
  control.addTo(map);
  let units: Units = "km";

  function draw(now: Units = units): void {
    units = now;
    const most = MOST_PX / pxPerKm() / inKm(1, units);
    const ten = 10 ** Math.floor(Math.log10(most));
    const number = ten * Math.max(...ROUND.filter((share) => share * ten <= most));
    words.textContent = `${Number(number.toPrecision(3))} ${units}`;
    bar.style.width = `${number * inKm(1, units) * pxPerKm()}px`;
  }

  function pxPerKm(): number {
    const { scale } = projected.frame();
    const lat = Math.max(-LAST_LAT, Math.min(LAST_LAT, map.getCenter().lat));
    const swells = projected.name === "mercator" ? Math.cos(lat * RADIANS) : 1;
    return scale / EQUATOR_KM / swells;
  }

  map.on("moveend zoomend", () => draw());
  return { draw };
}
