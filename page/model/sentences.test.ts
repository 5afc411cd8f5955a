import { expect, test } from "vitest";
import words from "../../tests/data/page/words.json";
import { article, countText, fitting, possessive, titleName } from "./sentences.ts";

test("a thing of a state's is called its own", () => {
  expect(
    ["Russia", "United States", "Soviet Union", "Belarus", "Philippines"].map(possessive),
  ).toEqual(["Russia's", "the US", "the Soviet Union's", "Belarus'", "the Philippines'"]);
  expect(possessive("constructor")).toBe("constructor's");
});

test("a headline has a site's name without what stands in brackets or after a comma", () => {
  expect(
    ["Shuya, Ivanovo Oblast", "Waldheide (Camp Redleg), Heilbronn", "(x)", ""].map(titleName),
  ).toEqual(["Shuya", "Waldheide", "(x)", ""]);
});

test.each(words.articles)("the article of %s is Python's", (text, said) => {
  expect(article(text)).toBe(said);
});

test("a number has its noun", () => {
  expect([0, 1, 2].map((number) => countText(number, "place"))).toEqual([
    "0 places",
    "1 place",
    "2 places",
  ]);
});

test("a headline is the first form of three lines, or else the last", () => {
  const [long, most, short] = [146, 145, 9].map((letters) => "x".repeat(letters));
  expect(fitting([long, most, short])).toBe(most);
  expect(fitting([long, `${long}x`])).toBe(`${long}x`);
  // A letter of two units is one.
  expect(fitting(["\u{1f600}".repeat(145), short])).toBe("\u{1f600}".repeat(145));
  expect(fitting([{ title: long }, { title: short }], ({ title }) => title)).toEqual({
    title: short,
  });
});
