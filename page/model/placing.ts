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

// A label as large as it is drawn. With `offset` it stands beside its point, with `leads` as many
// pixels further off if need be, and a line leads there; without an offset it stands over the point.
// The line to one that is `sure` to be placed may cross what is taken; of drawn lines a label covers
// `covers` at most, in dots of them.
export interface Wish {
  width: number;
  height: number;
  at: Dot;
  offset?: number;
  leads?: number;
  isSure?: boolean;
  covers?: number;
}

export const GAP_PX = 3;
export const MARGIN_PX = 6;
const LEADS_PX = [8, 12, 16, 20, 24, 29, 34, 39, 44, 60, 80, 120, 170, 230];
// A line so much longer is as bad as a dot of a ring that is covered.
const FAR_PX = 6;
// A ring too small for words has them off it on one of so many rays.
const RAYS = 48;
const TURNS = Array.from({ length: 24 }, (_, k) => (k * Math.PI) / 12);
const LINE_STEP_PX = 4;
const DRAWN_STEP_PX = 6;
const CELL_PX = 32;

// What is taken on the map: boxes and ways that no label may cover, and lines that it had better
// not.
export class Field {
  readonly size: Dot;
  // Where labels may stand: on a divided map, on a side's half alone.
  bounds: Box;
  #boxes = new Map<number, Box[]>();
  #ways = new Map<number, Box[]>();
  #lines = new Map<number, Dot[]>();

  constructor(size: Dot) {
    this.size = size;
    this.bounds = { left: 0, top: 0, right: size.x, bottom: size.y };
  }

  holds(box: Box): boolean {
    return isInside(box, this.bounds);
  }

  // What lies off the map takes no room.
  take(box: Box): void {
    if (isSeen(box, this.size)) keep(this.#boxes, box, box);
  }

  // A line that no label may cover: the way to the chosen place, or a leader.
  takeWay(points: Dot[]): void {
    for (const dot of alongside(points, this.size)) {
      const box = squareAt(dot, 1);
      keep(this.#ways, box, box);
    }
  }

  draw(points: Dot[]): void {
    for (const dot of alongside(points, this.size, DRAWN_STEP_PX)) {
      keep(this.#lines, squareAt(dot, 0), dot);
    }
  }

  isFree(box: Box, gap = GAP_PX): boolean {
    return isClear(this.#boxes, box, gap) && isClear(this.#ways, box, gap);
  }

  // A leader may cross another line, though no label and no mark.
  isFreeForLeader(dot: Dot): boolean {
    return isClear(this.#boxes, squareAt(dot, 0.5), 0);
  }

  // How much of lines lies under a label and its edge: 0 where none crosses it.
  crossings({ left, top, right, bottom }: Box): number {
    const box = {
      left: left - GAP_PX,
      top: top - GAP_PX,
      right: right + GAP_PX,
      bottom: bottom + GAP_PX,
    };
    let sum = 0;
    some(this.#lines, box, 0, ({ x, y }) => {
      if (isWithin(x, y, box)) sum += 1;
      return false;
    });
    return sum;
  }

  // Whether a line passes nearer to a point than so many pixels.
  isNearLine({ x, y }: Dot, px: number): boolean {
    const box = { left: x - px, top: y - px, right: x + px, bottom: y + px };
    return some(this.#lines, box, 0, (dot) => (dot.x - x) ** 2 + (dot.y - y) ** 2 < px * px);
  }
}

function isClear(taken: Map<number, Box[]>, box: Box, gap: number): boolean {
  return !some(taken, box, gap, (other) => !areApart(box, other, gap));
}

// Things are kept by the squares of the map that they lie in, so that only what is near is asked.
function keep<Value>(cells: Map<number, Value[]>, box: Box, value: Value): void {
  for (let y = Math.floor(box.top / CELL_PX); y <= box.bottom / CELL_PX; y += 1) {
    for (let x = Math.floor(box.left / CELL_PX); x <= box.right / CELL_PX; x += 1) {
      const found = cells.get(4096 * y + x);
      if (found) found.push(value);
      else cells.set(4096 * y + x, [value]);
    }
  }
}

// Without a list of its own for each question: there are tens of thousands of them.
function some<Value>(
  cells: Map<number, Value[]>,
  { left, top, right, bottom }: Box,
  gap: number,
  isSuch: (value: Value) => boolean,
): boolean {
  for (let y = Math.floor((top - gap) / CELL_PX); y <= (bottom + gap) / CELL_PX; y += 1) {
    for (let x = Math.floor((left - gap) / CELL_PX); x <= (right + gap) / CELL_PX; x += 1) {
      if (cells.get(4096 * y + x)?.some(isSuch)) return true;
    }
  }
  return false;
}

function isWithin(x: number, y: number, { left, top, right, bottom }: Box): boolean {
  return x > left && x < right && y > top && y < bottom;
}

// Of the places of a label that lie on the map, clear of what is taken, the first that the fewest
// lines cross.
export function roomFor(wish: Wish, field: Field): Room | undefined {
  const { covers = Number.POSITIVE_INFINITY } = wish;
  const free = near(wish).filter((room) => field.holds(room) && field.isFree(room));
  return leastCrossed(free, field, covers) ?? (wish.leads ? ledRoom(wish, field) : undefined);
}

function leastCrossed<Place extends Box>(
  rooms: Place[],
  field: Field,
  most = Number.POSITIVE_INFINITY,
): Place | undefined {
  let best: Place | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const room of rooms) {
    const crossings = field.crossings(room);
    if (crossings <= most && crossings < least) [best, least] = [room, crossings];
    if (least === 0) break;
  }
  return best;
}

// A line can lead out of a crowd: to the nearest free place in any direction, over nothing.
function ledRoom(wish: Wish, field: Field): Room | undefined {
  const most = wish.leads ?? 0;
  const rooms = LEADS_PX.filter((lead) => lead <= most)
    .flatMap((lead) => TURNS.map((turn) => roomOn(wish, lead, turn)))
    .filter((room) => field.holds(room) && field.isFree(room));
  const { covers = Number.POSITIVE_INFINITY } = wish;
  const led = rooms.filter((room) => isLed(room, field) && field.crossings(room) <= covers);
  const [best] = led.length ? led : wish.isSure ? rooms : [];
  return led.reduce(
    (one, other) => (costOf(other, field) < costOf(one, field) ? other : one),
    best,
  );
}

// A long line is worse than a short one, and so is a label over the lines of rings.
function costOf(room: Room & { from: Dot }, field: Field): number {
  const to = leadEnd(room);
  const far = Math.hypot(to.x - room.from.x, to.y - room.from.y);
  return field.crossings(room) + far / FAR_PX;
}

function roomOn({ width, height, at, offset = 0 }: Wish, lead: number, turn: number) {
  const [dx, dy] = [Math.cos(turn), Math.sin(turn)];
  const from = { x: at.x + offset * dx, y: at.y + offset * dy };
  const x = from.x + dx * (lead + width / 2);
  const y = from.y + dy * (lead + height / 2);
  return { ...boxAt(x - width / 2, y - height / 2, { width, height }), from };
}

export function takeRoom(field: Field, room: Room): void {
  field.take(room);
  if (room.from) field.takeWay([room.from, leadEnd({ ...room, from: room.from })]);
}

// The nearest place off a ring, outward from the site, to which a line leads from the ring.
export function roomOff(
  runs: Dot[][],
  { width, height }: { width: number; height: number },
  field: Field,
  centre: Dot,
): Room | undefined {
  const dots = runs.flatMap((run) => alongside(run, field.size));
  const step = Math.max(1, Math.floor(dots.length / RAYS));
  const starts = dots.filter((_, k) => k % step === 0);
  const rooms = LEADS_PX.slice(1)
    .flatMap((lead) =>
      starts.map((from) => {
        const far = Math.hypot(from.x - centre.x, from.y - centre.y) || 1;
        const [dx, dy] = [(from.x - centre.x) / far, (from.y - centre.y) / far];
        const x = from.x + dx * (lead + width / 2);
        const y = from.y + dy * (lead + height / 2);
        return { ...boxAt(x - width / 2, y - height / 2, { width, height }), from };
      }),
    )
    .filter((room) => field.holds(room) && field.isFree(room));
  return leastCrossed(
    rooms.filter((room) => isLed(room, field)),
    field,
  );
}

// Whether the line to a label is free but for the place that it leads from.
export function isLed(room: Room & { from: Dot }, field: Field): boolean {
  const line = [room.from, leadEnd(room)];
  return alongside(line, field.size).every((dot) => field.isFreeForLeader(dot));
}

function near({ at: { x, y }, offset, ...label }: Wish): Box[] {
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

export function boxAt(
  left: number,
  top: number,
  { width, height }: { width: number; height: number },
): Box {
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

function isInside(box: Box, { left, top, right, bottom }: Box): boolean {
  return (
    box.left >= left + MARGIN_PX &&
    box.top >= top + MARGIN_PX &&
    box.right <= right - MARGIN_PX &&
    box.bottom <= bottom - MARGIN_PX
  );
}

export function isSeen(box: Box, size: Dot): boolean {
  return box.right >= 0 && box.bottom >= 0 && box.left <= size.x && box.top <= size.y;
}

export function areApart(one: Box, other: Box, gap = GAP_PX): boolean {
  return (
    one.right + gap <= other.left ||
    other.right + gap <= one.left ||
    one.bottom + gap <= other.top ||
    other.bottom + gap <= one.top
  );
}

// Dots along a line where it lies on the map, so many pixels apart at most.
export function alongside(points: Dot[], size: Dot, step = LINE_STEP_PX): Dot[] {
  const dots: Dot[] = [];
  for (let k = 1; k < points.length; k += 1) {
    const part = onMap(points[k - 1], points[k], size);
    if (!part) continue;
    const [from, to] = part;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const parts = Math.max(1, Math.ceil(Math.hypot(dx, dy) / step));
    const last = dots[dots.length - 1];
    const isJoined = last && last.x === from.x && last.y === from.y;
    for (let j = isJoined ? 1 : 0; j <= parts; j += 1) {
      dots.push({ x: from.x + (dx * j) / parts, y: from.y + (dy * j) / parts });
    }
  }
  return dots;
}

// The part of a straight line that lies on the map: a ring looked at closely has long ones.
function onMap(from: Dot, to: Dot, size: Dot): [Dot, Dot] | undefined {
  if (isOn(from, size) && isOn(to, size)) return [from, to];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [start, end] = [0, 1];
  for (const [way, room] of [
    [-dx, from.x],
    [dx, size.x - from.x],
    [-dy, from.y],
    [dy, size.y - from.y],
  ]) {
    if (way === 0 && room < 0) return undefined;
    if (way < 0) start = Math.max(start, room / way);
    if (way > 0) end = Math.min(end, room / way);
  }
  const at = (share: number) => ({ x: from.x + share * dx, y: from.y + share * dy });
  return start <= end ? [at(start), at(end)] : undefined;
}

function isOn({ x, y }: Dot, size: Dot): boolean {
  return x >= 0 && y >= 0 && x <= size.x && y <= size.y;
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

export function tenth(value: number): number {
  return Math.round(10 * value) / 10;
}
