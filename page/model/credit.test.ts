import { expect, test } from "vitest";
import { creditOf } from "./credit.ts";
import { siteCalled, stateOf, story } from "./fixtures.ts";
import { sceneOf } from "./scene.ts";

const { data } = story;
const shown = (changes: Parameters<typeof stateOf>[0]) =>
  creditOf(data, sceneOf(data, stateOf(changes), null));

test("a frame's foot counts the figures that are shown, and their publications once", () => {
  const site = siteCalled(data, "shuya");
  expect(shown({ site: site.id, theme: "debate" })).toBe(
    "12\u00a0figures\u00a0·\u00a011\u00a0publications\u00a0· infmap",
  );
  expect(shown({ site: site.id, theme: "debate", account: "operator" })).toBe(
    "3\u00a0figures\u00a0·\u00a03\u00a0publications\u00a0· infmap",
  );
});

test("what is no one site's has no number", () => {
  expect(shown({ mode: "overview" })).toBe("infmap");
  expect(shown({ mode: "compare" })).toBe("infmap");
});
