// The yardstick of the tests has no types of its own.
declare module "geographiclib-geodesic" {
  interface Geodesic {
    Inverse(lat1: number, lon1: number, lat2: number, lon2: number): { s12: number; azi1: number };
    Direct(lat: number, lon: number, azimuth: number, m: number): { lat2: number; lon2: number };
  }
  const library: { Geodesic: { WGS84: Geodesic } };
  export default library;
}
