// WGS 84 and the last parallel of Web Mercator, where Leaflet ends its map.

/** Degrees east and north. */
export type Point = [lon: number, lat: number];

export const EQUATOR_KM = 6378.137;
export const FLATTENING = 1 / 298.257223563;
export const LAST_LAT = 85.0511287798;
export const RADIANS = Math.PI / 180;

/** Longitude in [-180, 180). */
export function wrap(lon: number): number {
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}
