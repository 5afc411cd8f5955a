// The focus site's band and rings: the treaty's distances, and each party's figure.

import type { Flat } from "../earth/flat.ts";
import type { PageData, Ring, Site, State } from "../model/data.ts";
import { discsOf } from "../model/discs.ts";
import { grouped } from "../model/groups.ts";
import { intervalsOf, type Placement, placed, ringsAt } from "../model/strokes.ts";
import { limitClass } from "../model/zones.ts";
import { areaPath, type FlatPath, linePath } from "./flatpath.ts";
import { rightOf } from "./panes.ts";
import type { Projected } from "./projection.ts";
import { strokeLines } from "./ringline.ts";

// What is drawn with the rings: alone the band and all that is in doubt; with the doubt about the
// place, which has outlines of its own, neither; of what is compared a side's rings with what they
// leave open; a divided map has a hairline of each on the other side.
export type Part = "alone" | "doubted" | "side" | "left" | "right";

export interface Rings {
  draw: (site: Site, state: State, part: Part) => void;
  clear: () => void;
  // The rings as drawn; whose they are, and where their strokes stand.
  rings: () => Ring[];
  site: () => Site | null;
  placement: () => Placement;
}

export function makeRings(map: L.Map, data: PageData, projected: Projected): Rings {
  const group = L.layerGroup().addTo(map);
  let drawn: FlatPath[] = [];
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

  function draw(site: Site, state: State, part: Part): void {
    projected.steady();
    focus = site;
    rings = ringsAt(data, site, state);
    const paneOf = part === "right" ? rightOf : (name: string) => name;
    show([
      ...(part === "alone" ? bandOf(site) : []),
      ...(part === "right" ? washOf(site, state) : []),
      ...(part === "doubted" || part === "right" ? [] : intervals(site)),
      ...(part === "left" || part === "right" ? hairlines(site, part) : []),
      ...strokeLines(map, projected, data, rings, state.units, {
        paneOf,
        linesOf: (km) => lineOf(site, km),
        beside: (stroke) => placing().beside.get(stroke) ?? 0,
      }),
    ]);
  }

  function bandOf(site: Site): FlatPath[] {
    const doubt = site.position_precision_km;
    return [
      area(() => [...projected.projection.world(), ...areaOf(site, data.band_km)()], "outside"),
      ...data.limits_km.map((limit) =>
        line(lineOf(site, limit), "limits", limitClass(data, limit)),
      ),
      ...(doubt >= data.drawn_doubt_km ? [area(areaOf(site, [doubt]), "doubt")] : []),
    ];
  }

  function intervals(site: Site): FlatPath[] {
    return intervalsOf(rings)
      .filter(([, low, high]) => !isBand(low, high))
      .map(([look, low, high]) =>
        area(areaOf(site, [low, high]), "intervals", `interval interval-${look}`),
      );
  }

  // Who says no more than that a range lies in the band leaves nothing open that hatching would show:
  // what lies outside is hatched already.
  function isBand(low: number, high: number): boolean {
    return low === data.band_km[0] && high === data.band_km[1];
  }

  // Full where every figure says in, hatched where some do.
  function washOf(site: Site, state: State): FlatPath[] {
    const { sure } = discsOf(data, site, state);
    // As far as a figure goes: what is left open has no end.
    const strikes = rings.filter(({ strokes }) =>
      strokes.some(({ look }) => look !== "not-strike"),
    );
    const far = strikes.at(-1)?.km ?? 0;
    const look = lookOf(state);
    const pane = rightOf("wash");
    return [
      ...(sure > 0 ? [area(areaOf(site, [sure]), pane, `wash wash-${look}`)] : []),
      ...(far > sure ? [area(areaOf(site, [sure, far]), pane, `wash-some interval-${look}`)] : []),
    ];
  }

  // On the other side's half.
  function hairlines(site: Site, part: "left" | "right"): FlatPath[] {
    const pane = part === "left" ? rightOf("hairlines") : "hairlines";
    return rings.flatMap(({ km, strokes }) =>
      strokes.slice(0, 1).map(({ look }) => line(lineOf(site, km), pane, `hairline fade-${look}`)),
    );
  }

  function line(lines: () => Flat[][], pane: string, className: string): FlatPath {
    return linePath(map, projected, lines, { pane, className });
  }

  function area(lines: () => Flat[][], pane: string, className = pane): FlatPath {
    return areaPath(map, projected, lines, { pane, className });
  }

  // Paths are kept where one of their kind is wanted: what is drawn anew is painted anew. Of a pane
  // they stay in their order, so that behind a new one all are put to the front.
  function show(wanted: FlatPath[]): void {
    const left = grouped(drawn, (path) => path.options.pane);
    const renewed = new Set<string | undefined>();
    drawn = wanted.map((path) => {
      const olds = left.get(path.options.pane) ?? [];
      const k = olds.findIndex(({ kind }) => kind === path.kind);
      if (k < 0) return path;
      const [old] = olds.splice(0, k + 1).slice(k);
      old.become(path);
      return old;
    });
    group.eachLayer((old) => drawn.includes(old as FlatPath) || group.removeLayer(old));
    for (const path of drawn) {
      if (!group.hasLayer(path)) renewed.add(path.options.pane);
      else if (renewed.has(path.options.pane)) path.bringToFront();
      group.addLayer(path);
    }
  }

  function clear(): void {
    focus = null;
    rings = [];
    show([]);
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
  map.on("projection", () => {
    for (const path of drawn) path.rest();
  });

  return { draw, clear, rings: () => rings, site: () => focus, placement: placing };
}

// All accounts together have no colour of their own.
function lookOf({ account }: State): string {
  return account === "all" ? "several" : account;
}
