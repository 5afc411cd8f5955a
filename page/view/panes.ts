// The panes of the map, from the bottom up, under Leaflet's own.

export const PANES = [
  "sea",
  "graticule",
  "land",
  "areas",
  "borders",
  "outside",
  "intervals",
  "doubt",
  "hairlines",
  "limits",
  "halos",
  "fades",
  "rings",
];
// Above pictures that are laid over the land, which stand at 225, lies what infmap says itself.
const [FIRST, LOW_STEP, ABOVE, STEP, CAPITALS] = [210, 3, 240, 4, 595];

// The right side of a divided map has these for itself, each over the left side's.
export const LEFT = ["hairlines", "intervals", "halos", "fades", "rings", "capitals"];
export const RIGHT = ["wash", ...LEFT].map(rightOf);

export function rightOf(pane: string): string {
  return `${pane}-b`;
}

export function makePanes(map: L.Map): void {
  PANES.forEach((name, k) => {
    makePane(map, name, k < PANES.indexOf("outside") ? FIRST + LOW_STEP * k : ABOVE + STEP * k);
  });
  makePane(map, "capitals", CAPITALS).style.pointerEvents = "";
}

// Once a map is divided.
export function makeRightPanes(map: L.Map): void {
  if (map.getPane(rightOf("rings"))) return;
  const first = ABOVE + STEP * PANES.indexOf("outside");
  for (const name of RIGHT) {
    const twin = map.getPane(name.replace(/-b$/, ""));
    const pane = makePane(map, name, Number(twin?.style.zIndex ?? first) + 1);
    if (name === rightOf("capitals")) pane.style.pointerEvents = "";
  }
}

function makePane(map: L.Map, name: string, height: number): HTMLElement {
  const pane = map.createPane(name);
  pane.style.zIndex = String(height);
  pane.style.pointerEvents = "none";
  return pane;
}
