import { expect, test } from "vitest";
import type { Ring, Stroke } from "./data.ts";
import { claimOf, tiny } from "./fixtures.ts";
import { limitLabels, ringLabel } from "./labels.ts";

const data = tiny();

function stroke(km: number, changes: Partial<Stroke> = {}): Stroke {
  return { km, look: "operator", end: "most", claims: [claimOf()], unread: false, ...changes };
}

const ring = (km: number, strokes: Stroke[], more: Stroke[] = []): Ring => ({ km, strokes, more });

test("one stroke alone says how far and on whose account", () => {
  const open = stroke(500, { end: "open" });
  expect(ringLabel(data, [open], [ring(500, [open])])).toEqual({
    look: "operator",
    lines: ["Arrow, at least 500 km", "Ministry"],
  });
  const shield = stroke(900, { look: "not-strike", claims: [claimOf({ system_id: "shield" })] });
  expect(ringLabel(data, [shield], [ring(900, [shield])])).toEqual({
    look: "not-strike",
    lines: ["Shield, 900 km", "Ministry (not a strike system)"],
  });
});

test("a label says where nobody read the source", () => {
  const [alone, other] = [stroke(480, { unread: true }), stroke(480, { look: "opponent" })];
  expect(ringLabel(data, [alone], [ring(480, [alone])]).lines[1]).toBe("Ministry, source not read");
  expect(ringLabel(data, [alone, other], [ring(480, [alone, other])])).toMatchObject({
    rows: [{ whose: "Ministry, source not read" }, { whose: "Ministry" }],
  });
});

test("of a bundle each stroke has a row, those that are not drawn too, the nearest first", () => {
  const claims = ["A", "B", "C"].map((claimant) => claimOf({ claimant }));
  const [near, far, hidden] = [stroke(480), stroke(500, { claims }), stroke(480, { end: "lower" })];
  const other = ring(900, [stroke(900)], [stroke(900)]);
  const label = ringLabel(
    data,
    [near, far],
    [ring(480, [near], [hidden]), ring(500, [far]), other],
  );
  expect(label).toEqual({
    rows: [
      { stroke: near, name: "Arrow, 480 km", whose: "Ministry" },
      { stroke: hidden, name: "Arrow, from 480 km", whose: "Ministry" },
      { stroke: far, name: "Arrow, 500 km", whose: "A and 2 more" },
    ],
    lines: ["480 to 500 km", "5 figures"],
  });
});

test("figures of one radius have one number", () => {
  const [one, other] = [stroke(480), stroke(480, { look: "opponent" })];
  expect(ringLabel(data, [one, other], [ring(480, [one, other])]).lines).toEqual([
    "480 km",
    "2 figures",
  ]);
  const [odd, more] = [stroke(1234.5678), stroke(1300)];
  expect(ringLabel(data, [odd, more], [ring(odd.km, [odd]), ring(1300, [more])]).lines[0]).toBe(
    "1234.57 to 1300 km",
  );
});

test("the limits of the band say what they are", () => {
  expect(limitLabels(data)).toEqual([
    { limit: 500, lines: ["500 km", "the treaty's band begins"] },
    { limit: 1000, lines: ["1000 km", "shorter-range | intermediate-range"] },
    { limit: 5500, lines: ["5500 km", "the treaty's band ends"] },
  ]);
});
