import { expect, test } from "vitest";
import { stateOf, tiny } from "./fixtures.ts";
import { overviewHead } from "./headline.ts";

const data = tiny();
const [camp] = data.sites;

test("the overview names the capital that the most sites reach", () => {
  const other = { ...camp, id: "other", in_range: ["1101111", "1101111", "1111111"] };
  expect(overviewHead(data, [camp, other], stateOf())).toEqual({
    title: "3 of 6 capitals and seats of government are in reach of at least one of 2 sites",
    deck: "On some account at least. The most, 2, reach Charlie.",
  });
  expect(overviewHead(data, [camp], stateOf({ date: "1990-01-01" }))).toEqual({
    title: "4 of 7 capitals and seats of government are in reach of at least one of 1 site",
    deck: "On some account at least. The most, 1, reach Alfa. As it stood on 1990-01-01.",
  });
});

test("where no capital is reached, none is reached by the most", () => {
  const page = tiny({ place: "place" });
  expect(overviewHead(page, [], stateOf())).toEqual({
    title: "0 of 6 places are in reach of at least one of 0 sites",
    deck: "On some account at least.",
  });
});
