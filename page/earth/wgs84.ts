// WGS 84 and the last parallel of Web Mercator, where Leaflet ends its map.

export const EQUATOR_KM = 6378.137;
export const FLATTENING = 1 / 298.257223563;
export const LAST_LAT = 85.0511287798;
export const RADIANS = Math.PI / 180;
