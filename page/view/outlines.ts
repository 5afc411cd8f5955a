// The doubt about a place and its figures: what lies surely inside and surely outside, and hatched
// between them what depends on either.

import type { Flat } from "../earth/flat.ts";
import type { Site } from "../model/data.ts";
import type { Doubt } from "../model/doubt.ts";
import { areaPath, linePath } from "./flatpath.ts";
import type { Projected } from "./projection.ts";

export function makeOutlines(map: L.Map, projected: Projected) {
  const group = L.layerGroup().addTo(map);
  const container = map.getContainer();
  let about: { site: Site; doubt: Doubt } | null = null;

  function draw(site: Site, doubt: Doubt | null): void {
    about = doubt && { site, doubt };
    container.classList.toggle("is-doubted", doubt !== null);
    show();
  }

  function show(): void {
    group.clearLayers();
    if (!about) return;
    const {
      site: { lon, lat },
      doubt: { innerKm: inner, outerKm: outer, precisionKm },
    } = about;
    const disc = (km: number | null): Flat[][] =>
      km ? projected.projection.disc([lon, lat], km) : [];
    const circle = (km: number) => (): Flat[][] => projected.projection.circle([lon, lat], km);
    // Where a figure names no maximum, what depends has no end.
    const all = () => (outer === null ? projected.projection.world() : disc(outer));
    const area = (rings: () => Flat[][], className: string) =>
      group.addLayer(areaPath(map, projected, rings, { pane: "doubt", className }));
    const line = (km: number, className: string) =>
      group.addLayer(linePath(map, projected, circle(km), { pane: "limits", className }));
    area(() => [...all(), ...disc(inner)], "depends");
    if (inner) area(() => disc(inner), "surely-in");
    area(() => disc(precisionKm), "somewhere");
    if (inner) line(inner, "outline outline-in");
    if (outer) line(outer, "outline outline-out");
    line(precisionKm, "outline outline-place");
  }

  // Another projection's are drawn next.
  map.on("projection", () => group.clearLayers());

  return { draw };
}
