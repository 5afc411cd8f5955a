// The focus site's band and rings: the treaty's distances, and each party's figure.

import type { Flat } from "../earth/flat.ts";
import { farthestKm } from "../model/coverage.ts";
import type { PageData, Ring, Site, State } from "../model/data.ts";
import { intervalsOf, type Placement, placed, ringsAt } from "../model/strokes.ts";
import { limitClass } from "../model/zones.ts";
import { areaPath, type FlatPath, linePath } from "./flatpath.ts";
import type { Projected } from "./projection.ts";
import { strokeLines } from "./ringline.ts";

export interface Rings {
  draw: (site: Site, state: State) => void;
  drawAll: (sites: Site[], state: State) => void;
  // The rings as drawn, none in the overview; whose they are, and where their strokes stand.
  rings: () => Ring[];
  site: () => Site | null;
  placement: () => Placement;
}

export function makeRings(map: L.Map, data: PageData, projected: Projected): Rings {
  const group = L.layerGroup().addTo(map);
  let rings: Ring[] = [];
  let focus: Site | null = null;
  let placement: (Placement & { scale: number; of: Ring[] }) | null = null;
  const lineOf =
    ({ lon, lat }: Site, km: number) =>
    (): Flat[][] =>
      projected.projection.circle([lon, lat], km);
  // What lies in an odd number of the circles about a site.
  const areaOf =
    ({ lon, lat }: Site, kms: number[]) =>
    (): Flat[][] =>
      kms.filter((km) => km > 0).flatMap((km) => projected.projection.disc([lon, lat], km));

  function draw(site: Site, state: State): void {
    projected.steady();
    focus = site;
    rings = ringsAt(data, site, state);
    const doubt = site.position_precision_km;
    show([
      area(() => [...projected.projection.world(), ...areaOf(site, data.band_km)()], "outside"),
      ...data.limits_km.map((limit) =>
        line(lineOf(site, limit), "limits", limitClass(data, limit)),
      ),
      ...intervalsOf(rings)
        .filter(([, low, high]) => !isBand(low, high))
        .map(([look, low, high]) =>
          area(areaOf(site, [low, high]), "intervals", `interval interval-${look}`),
        ),
      ...(doubt >= data.drawn_doubt_km ? [area(areaOf(site, [doubt]), "doubt")] : []),
      ...strokeLines(map, projected, data, rings, state.units, {
        linesOf: (km) => lineOf(site, km),
        beside: (stroke) => placing().beside.get(stroke) ?? 0,
      }),
    ]);
  }

  // Who says no more than that a range lies in the band leaves nothing open that hatching would show:
  // what lies outside is hatched already.
  function isBand(low: number, high: number): boolean {
    return low === data.band_km[0] && high === data.band_km[1];
  }

  // In the overview every site has one thin ring: the farthest strike figure on the account.
  function drawAll(sites: Site[], state: State): void {
    projected.steady();
    focus = null;
    rings = [];
    const kms = sites.map((site) => farthestKm(data, site, state));
    show(
      sites.flatMap((site, k) =>
        kms[k] < data.range_km[0]
          ? []
          : [line(lineOf(site, kms[k]), "rings", "ring ring-overview")],
      ),
    );
  }

  function line(lines: () => Flat[][], pane: string, className: string): FlatPath {
    return linePath(map, projected, lines, { pane, className });
  }

  function area(lines: () => Flat[][], pane: string, className = pane): FlatPath {
    return areaPath(map, projected, lines, { pane, className });
  }

  function show(wanted: FlatPath[]): void {
    group.clearLayers();
    for (const path of wanted) group.addLayer(path);
  }

  // Anew where the scale is another.
  function placing(): Placement {
    const scale = focus ? projected.pxPerKm(focus) : 1;
    if (placement?.scale !== scale || placement.of !== rings) {
      placement = { scale, of: rings, ...placed(rings, scale, data.strokes.pitch_px) };
    }
    return placement;
  }

  // Another site's or projection's are drawn next.
  map.on("projection", () => show([]));

  return { draw, drawAll, rings: () => rings, site: () => focus, placement: placing };
}
