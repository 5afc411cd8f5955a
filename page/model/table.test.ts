import { expect, test } from "vitest";
import words from "../../tests/data/page/words.json";
import { sampled } from "../sample.ts";
import { coverage } from "./coverage.ts";
import { capitalOf, catalogues, siteCalled, stateOf, tiny } from "./fixtures.ts";
import {
  asCsv,
  COLUMNS,
  type Column,
  columnName,
  type Direction,
  edgesOf,
  matchingRows,
  nextDirection,
  placeOf,
  sortRows,
  tableCaption,
  tableRows,
  tableSummary,
} from "./table.ts";

test.each(Object.entries(catalogues))(
  "the table for a spreadsheet is Python's: %s",
  (_, { data, cases }) => {
    for (const { state, sites } of cases) {
      for (const [id, { csv }] of sampled(Object.entries(sites))) {
        const site = siteCalled(data, id);
        const { turns } = coverage(data, site, stateOf(state));
        expect(asCsv(data, tableRows(data, site, stateOf(state)), turns), id).toBe(csv);
      }
    }
  },
);

const data = tiny();
const [camp] = data.sites;
const rows = tableRows(data, camp, stateOf());
const named = (some: typeof rows) => some.map(({ name }) => name).join(" ");

test("no cell begins a formula, and each is one cell", () => {
  for (const [name, cell] of words.cells) {
    const page = tiny({ capitals: [capitalOf("X", { name, country: "" })] });
    const line = asCsv(page, tableRows(page, camp, stateOf()), [])
      .split("\n")
      .slice(1)
      .join("\n");
    const quoted = /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
    expect(line.startsWith(`${quoted},,100.0,`), JSON.stringify(name)).toBe(true);
  }
  const page = tiny({ capitals: [capitalOf("X", { name: 'a,"b"', country: "=1" })] });
  expect(asCsv(page, tableRows(page, camp, stateOf()), [])).toContain(`\n"a,""b""",'=1,100.0,`);
});

test("each column holds what its head says", () => {
  const [head, , , charlie, delta] = asCsv(data, rows, [500]).split("\n");
  expect(head).toBe(
    "capital,country,distance_km,band,in_reach_on,near_edge,near_band_edge,relation,nato",
  );
  expect(charlie).toBe("Charlie,Charlieland,490.0,below-500,some accounts,no,no,other,yes");
  expect(delta).toBe("Delta,Deltaland,503.0,shorter-range,left open,yes,yes,other,");
});

test("of NATO there is a column only where the page tells of it", () => {
  const capitals = data.capitals.map((place) => ({ ...place, nato_known: false }));
  const page = tiny({ capitals, place: "place" });
  const [head, first] = asCsv(page, tableRows(page, camp, stateOf()), []).split("\n");
  expect(head).toMatch(/^place,.*,relation$/);
  expect(first).toBe("Alfa,Alfaland,100.0,below-500,all accounts,no,no,holder");
});

test("the places of the day are there", () => {
  expect(named(rows)).toBe("Alfa Bravo Charlie Delta Echo Golf");
  expect(named(tableRows(data, camp, stateOf({ date: "1990-10-02" })))).toContain("Foxtrot");
  expect(tableSummary(rows.slice(0, 1), rows)).toBe("1 place of 6");
  expect(tableSummary([], rows)).toBe("0 places of 6");
  expect(rows.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 6]);
});

test("rows are found by name and country, and by NATO", () => {
  expect(named(matchingRows(rows, " LAND ", false))).toBe("Alfa Bravo Charlie Delta Echo Golf");
  expect(named(matchingRows(rows, "ECHOL", false))).toBe("Echo");
  expect(named(matchingRows(rows, "", true))).toBe("Bravo Charlie Echo");
  expect(matchingRows(rows, "zz", false)).toEqual([]);
});

test.each([
  ["name", "ascending", "Alfa Bravo Charlie Delta Echo Golf"],
  ["name", "descending", "Golf Echo Delta Charlie Bravo Alfa"],
  ["distance", "ascending", "Alfa Bravo Charlie Delta Echo Golf"],
  ["distance", "descending", "Golf Echo Delta Charlie Bravo Alfa"],
  ["reach", "ascending", "Charlie Delta Echo Golf Alfa Bravo"],
  ["reach", "descending", "Alfa Bravo Delta Echo Golf Charlie"],
] as [Column, Direction, string][])("rows sorted by %s, %s", (column, direction, order) => {
  expect(named(sortRows(rows.toReversed(), column, direction))).toBe(order);
});

test("names are sorted as letters are, with or without marks", () => {
  const page = tiny({
    capitals: ["Zagreb", "Östersund", "Oslo", "Ålesund"].map((name) => capitalOf(name)),
  });
  expect(named(sortRows(tableRows(page, camp, stateOf()), "name", "ascending"))).toBe(
    "Ålesund Oslo Östersund Zagreb",
  );
});

test("a head pressed again turns its column over", () => {
  expect(nextDirection(["name", "ascending"], "name")).toBe("descending");
  expect(nextDirection(["name", "descending"], "name")).toBe("ascending");
  expect(nextDirection(["name", "ascending"], "reach")).toBe("ascending");
});

test("heads and cells have words", () => {
  expect(COLUMNS.map((column) => columnName(data, column))).toEqual([
    "Capital",
    "Distance",
    "In doubt first",
  ]);
  expect(tableCaption(tiny({ place: "place" }))).toMatch(/^Places by distance/);
  expect(rows.slice(1, 5).map(placeOf)).toEqual([
    "Bravoland · NATO",
    "Charlieland · NATO",
    "Deltaland",
    "Echoland · seat of government · NATO",
  ]);
  expect(rows.slice(2, 4).map(edgesOf)).toEqual([
    [],
    ["near the edge", "near a limit of the band"],
  ]);
  expect(edgesOf({ ...rows[3], near: false })).toEqual(["near a limit of the band"]);
});

test("a dot stands for a figure, account by account, the lowest first", () => {
  expect(rows[2].dots).toEqual([
    { account: "operator", answers: ["no"], words: "out" },
    { account: "opponent", answers: ["yes"], words: "in" },
  ]);
  expect(rows[3].dots.map(({ words: said }) => said)).toEqual(["out", "left open"]);
  const shuya = siteCalled(catalogues.story.data, "shuya");
  const real = tableRows(catalogues.story.data, shuya, stateOf({ theme: "debate" }));
  const dots = Object.fromEntries(real.map((row) => [row.id, row.dots]));
  // At least 500, 1200 and 2000 km, 2000 to 2350, and 500 to 5500 twice: Kyiv lies 1009 km away.
  const [operator, opponent, independent] = dots.kyiv;
  expect(operator).toEqual({ account: "operator", answers: ["no"], words: "out" });
  expect(opponent.answers).toEqual(["open", "open", "open", "yes", "yes", "yes"]);
  expect(opponent.words).toBe("in on 3 of 6");
  // Whatever the order of the table of claims.
  const turned = { ...shuya, claims: shuya.claims.toReversed(), near_edge: [...shuya.near_edge] };
  turned.in_range = shuya.in_range.toReversed();
  const [again] = tableRows(catalogues.story.data, turned, stateOf({ theme: "debate" })).filter(
    ({ id }) => id === "kyiv",
  );
  expect(again.dots[1].answers).toEqual(opponent.answers);
  expect(independent.words).toBe("in");
  const one = tableRows(catalogues.story.data, shuya, stateOf({ account: "opponent" }));
  expect(one[0].dots.map(({ account }) => account)).toEqual(["opponent"]);
});
