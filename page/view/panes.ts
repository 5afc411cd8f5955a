// The panes of the map, from the bottom up, under Leaflet's own.

export const PANES = [
  "sea",
  "graticule",
  "land",
  "borders",
  "outside",
  "intervals",
  "doubt",
  "limits",
  "halos",
  "fades",
  "rings",
];
// Above pictures that are laid over the land, which stand at 225, lies what infmap says itself.
const [FIRST, STEP, ABOVE] = [210, 4, 240];

export function makePanes(map: L.Map): void {
  PANES.forEach((name, k) => {
    const pane = map.createPane(name);
    pane.style.zIndex = String(k < PANES.indexOf("outside") ? FIRST + STEP * k : ABOVE + STEP * k);
    pane.style.pointerEvents = "none";
  });
}
