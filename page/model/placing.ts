// Where names find room on the map: never over each other, the more important placed first. All
// numbers are pixels of the map.

export interface Dot {
  x: number;
  y: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

// A place for a label; a line leads there `from` its point where it stands off it.
export interface Room extends Box {
  from?: Dot;
}

// A label as large as it is drawn. With `offset` it stands beside one of its points, with `leads`
// further off if need be, and a line leads there; with `around`, a centre, it stands off the ring
// through its points, led to likewise; with none it stands over a point.
export interface Measured {
  width: number;
  height: number;
  points: Dot[];
  offset?: number;
  leads?: boolean;
  around?: Dot;
}

const GAP_PX = 3;
const MARGIN_PX = 6;
const LEADS_PX = [12, 28, 50, 80, 120, 170, 230];
const TURNS = Array.from({ length: 24 }, (_, k) => (k * Math.PI) / 12);

// The first place of a label that lies on the map and clear of what is taken.
export function roomFor(label: Measured, taken: Box[], size: Dot): Room | undefined {
  return candidates(label).find(
    (room) => isInside(room, size) && taken.every((other) => areApart(room, other)),
  );
}

function candidates(label: Measured): Room[] {
  const { points, offset, leads, around: centre } = label;
  if (centre) {
    return led(
      points.map((from) => [from, Math.atan2(from.y - centre.y, from.x - centre.x)]),
      label,
    );
  }
  const near = points.flatMap((point) => beside(point, offset, label));
  if (!leads) return near;
  const rays = points.flatMap((from) => TURNS.map((turn): [Dot, number] => [from, turn]));
  return [...near, ...led(rays, label)];
}

// A line can lead out of a crowd: the nearest free place in any direction asked for.
function led(rays: [from: Dot, turn: number][], label: Measured): Room[] {
  const { width, height } = label;
  return LEADS_PX.flatMap((lead) =>
    rays.map(([from, turn]) => {
      const x = from.x + Math.cos(turn) * (lead + width / 2);
      const y = from.y + Math.sin(turn) * (lead + height / 2);
      return { ...boxAt(x - width / 2, y - height / 2, label), from };
    }),
  );
}

function beside({ x, y }: Dot, offset: number | undefined, label: Measured): Box[] {
  const { width, height } = label;
  if (offset === undefined) return [boxAt(x - width / 2, y - height / 2, label)];
  const slant = 0.7 * offset;
  const corners = [
    [x + offset, y - height / 2],
    [x - offset - width, y - height / 2],
    [x - width / 2, y - offset - height],
    [x - width / 2, y + offset],
    [x + slant, y - slant - height],
    [x + slant, y + slant],
    [x - slant - width, y - slant - height],
    [x - slant - width, y + slant],
  ];
  return corners.map(([left, top]) => boxAt(left, top, label));
}

function boxAt(left: number, top: number, { width, height }: Measured): Box {
  return { left, top, right: left + width, bottom: top + height };
}

// The square about a mark, which no label may cover.
export function squareAt({ x, y }: Dot, px: number): Box {
  return { left: x - px, top: y - px, right: x + px, bottom: y + px };
}

// Where the line to a label ends: at the nearest point of its edge.
export function leadEnd({ from, left, top, right, bottom }: Room & { from: Dot }): Dot {
  return {
    x: Math.min(Math.max(from.x, left), right),
    y: Math.min(Math.max(from.y, top), bottom),
  };
}

function isInside(box: Box, size: Dot): boolean {
  return (
    box.left >= MARGIN_PX &&
    box.top >= MARGIN_PX &&
    box.right <= size.x - MARGIN_PX &&
    box.bottom <= size.y - MARGIN_PX
  );
}

export function isSeen(box: Box, size: Dot): boolean {
  return box.right >= 0 && box.bottom >= 0 && box.left <= size.x && box.top <= size.y;
}

export function areApart(one: Box, other: Box): boolean {
  return (
    one.right + GAP_PX <= other.left ||
    other.right + GAP_PX <= one.left ||
    one.bottom + GAP_PX <= other.top ||
    other.bottom + GAP_PX <= one.top
  );
}

// Points to the right of a line by some pixels, as one goes along it on the screen; to a tenth of
// a pixel.
export function outside(points: Dot[], px: number): Dot[] {
  const [first, last] = [points[0], points[points.length - 1]];
  const isClosed = Math.hypot(first.x - last.x, first.y - last.y) < 0.01;
  return points.map(({ x, y }, k) => {
    const before = points[k - 1] ?? (isClosed ? points[points.length - 2] : first);
    const after = points[k + 1] ?? (isClosed ? points[1] : last);
    const [dx, dy] = [after.x - before.x, after.y - before.y];
    const share = px / (Math.hypot(dx, dy) || 1);
    return { x: tenth(x - dy * share), y: tenth(y + dx * share) };
  });
}

function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}
