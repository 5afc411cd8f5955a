import { expect, test } from "vitest";
import { creditOf } from "./credit.ts";
import { siteCalled, stateOf, story } from "./fixtures.ts";
import { sceneOf } from "./scene.ts";

const { data } = story;
const shown = (changes: Parameters<typeof stateOf>[0]) =>
  creditOf(data, sceneOf(data, stateOf(changes), null));

test("a frame's foot counts the figures that are shown, and their publications once", () => {
  const site = siteCalled(data, "shuya");
  expect(shown({ site: site.id, theme: "debate" })).toBe("12 figures · 11 publications · infmap");
  expect(shown({ site: site.id, theme: "debate", account: "operator" })).toBe(
    "3 figures · 3 publications · infmap",
  );
});

test("what is no one site's has no number", () => {
  expect(shown({ mode: "overview" })).toBe("infmap");
  expect(shown({ mode: "compare" })).toBe("infmap");
});
