import { expect, test } from "vitest";
import words from "../../tests/data/page/words.json";
import type { Claim } from "./data.ts";
import { claimOf, tiny } from "./fixtures.ts";
import {
  citation,
  citationText,
  cited,
  creditsGeoNames,
  isWebAddress,
  readNote,
  reportAddress,
  sortedSources,
  sourceOf,
} from "./sources.ts";

const data = tiny();
const { paper, book } = data.sources;
const figure = (source_id: string, as_of: string | null = null, note = "") =>
  claimOf({ source_id, as_of, note });

test("only what Python calls a web address becomes a link", () => {
  for (const [text, is] of words.addresses)
    expect(isWebAddress(String(text)), String(text)).toBe(is);
});

test("a publication is found by its id, and a word of the language is none", () => {
  expect(sourceOf(data, "paper")).toBe(paper);
  for (const id of ["constructor", "toString", "__proto__", ""]) {
    expect(sourceOf(data, id)).toBeNull();
  }
});

test("in place of a publication that is on no list, the row's own words stand", () => {
  expect(cited(data, ["book", "An officer"])).toEqual([book, "An officer."]);
});

test("a figure's citation says when, where and what else", () => {
  expect(citation(data, figure("paper", "2019-02", "Or more."))).toEqual({
    asOf: "As of 2019-02. ",
    source: paper,
    notes: ["Read in 2020.", "Or more."],
  });
  expect(citation(data, figure("book"))).toEqual({ asOf: "", source: book, notes: [] });
  expect(citation(data, figure("An officer")).source).toBe("Source: An officer.");
  expect(citation(data, figure("")).source).toBe("No publication is given for this figure.");
});

test("a publication says how far it was read, and whose words it is known by", () => {
  const read = (how: string) => readNote(data, { ...book, read: how });
  expect(read("the passage")).toBe("The passage read.");
  expect(read("quoted by paper")).toBe("Not read; quoted by A paper.");
  expect(read("quoted by elsewhere")).toBe("Not read; quoted by elsewhere.");
  expect(read("")).toBe("");
  const sources = { ...data.sources, book: { ...book, read: "not" } };
  expect(citation(tiny({ sources }), figure("book", null, "Or so.")).notes).toEqual([
    "Not read.",
    "Or so.",
  ]);
});

test("an error in a figure is reported with its row, by the name that Python gives it", () => {
  const asking = tiny({ corrections: "https://example.org/new?title=" });
  for (const { name, ...row } of words.figure_names) {
    const address = new URL(reportAddress(asking, claimOf(row as Partial<Claim>)));
    expect(address.searchParams.get("title")).toBe(name);
    expect([...address.searchParams.keys(), address.hash]).toEqual(["title", ""]);
    expect(isWebAddress(address.href)).toBe(true);
  }
});

test("nobody is asked for reports without an address, or of a reader's own figure", () => {
  expect(reportAddress(data, claimOf())).toBe("");
  const asking = tiny({ corrections: "https://example.org/new?title=" });
  expect(reportAddress(asking, claimOf({ account: "user" }))).toBe("");
});

test("what is copied has the address, if there is one", () => {
  expect(citationText(paper)).toBe("A paper. https://example.org/a");
  expect(citationText(book)).toBe("Book");
});

test("the list of sources is in order, and credits GeoNames where its data are", () => {
  const sources = {
    z: { ...book, citation: "Zeit" },
    ...data.sources,
    o: { ...book, citation: "Ärzte" },
  };
  expect(sortedSources(tiny({ sources })).map((source) => source.citation)).toEqual([
    "A paper",
    "Ärzte",
    "Book",
    "Zeit",
  ]);
  expect(creditsGeoNames(data)).toBe(false);
  expect(creditsGeoNames(tiny({ sources: { geonames: book } }))).toBe(true);
});
