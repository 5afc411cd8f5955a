import { expect, test } from "vitest";
import { casesOf } from "./cases.ts";
import { stateOf, tiny } from "./fixtures.ts";

const fragment = "site=camp&theme=debate&date=1987-12-08";
const data = tiny({ cases: [{ name: "1987", site: "camp", fragment, named: [] }] });

test("a case is a state of the page", () => {
  const [{ name, state }] = casesOf(data);
  expect(name).toBe("1987");
  expect(state).toEqual(stateOf({ theme: "debate", date: "1987-12-08" }));
  expect(casesOf(tiny())).toEqual([]);
});

test("a case is shown where its site and day are, whatever the account", () => {
  const [{ is, state }] = casesOf(data);
  expect(is({ ...state, account: "operator", capital: "bravo" })).toBe(true);
  expect(is({ ...state, date: null })).toBe(false);
  expect(is({ ...state, site: "late" })).toBe(false);
  expect(is({ ...state, mode: "overview" })).toBe(false);
});
