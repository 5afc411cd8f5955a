import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import findingsFile from "../../tests/data/page/findings.json";
import ownFile from "../../tests/data/page/own-findings.json";
import { sampled } from "../sample.ts";
import type { Claim, PageData, Site, State } from "./data.ts";
import { absence, type Finding, finding } from "./finding.ts";
import { claimOf, filled, siteCalled, stateOf, tiny } from "./fixtures.ts";
import { launcherAt } from "./launcher.ts";

type Counts = [account: string, span: string, unread: number][];
type Case = [
  site: string,
  day: string | null,
  titles: Record<string, string>,
  counts: Counts,
  sum: string,
];

function countsOf({ accounts }: Finding): Counts {
  return accounts.map(({ account, span, unread }) => [account, span, unread]);
}

function sumOf(data: PageData, { deck, named, accounts }: Finding): string {
  const words = [
    deck,
    ...named.map((k) => data.capitals[k].name),
    ...accounts.flatMap(({ who, sentence, names }) => [who, sentence, ...names]),
  ];
  return createHash("sha256").update(words.join("\n")).digest("hex").slice(0, 12);
}

const own = filled(ownFile.hostile.data);
const all = filled(findingsFile.data);
const engaging = filled(ownFile.engaging.data);

describe("a finding is Python's", () => {
  it.each([
    ["at every site", all, findingsFile.cases as unknown as Case[]],
    ["in own tables", own, ownFile.hostile.cases as unknown as Case[]],
    ["of engagement figures", engaging, ownFile.engaging.cases as unknown as Case[]],
  ])(
    "%s, on each account and day",
    (_, data, cases) => {
      for (const [site, date, titles, counts, sum] of sampled(cases)) {
        const at = (account: string) =>
          finding(
            data,
            siteCalled(data, site),
            stateOf({ date, account: account as State["account"] }),
          );
        for (const [account, title] of Object.entries(titles)) {
          expect(at(account).title).toBe(title);
          expect(countsOf(at(account)), `${site} ${date} ${account}`).toEqual(counts);
        }
        expect(sumOf(data, at("all")), `${site} ${date}`).toBe(sum);
      }
    },
    60_000,
  );

  it("of a launcher that nobody reports", () => {
    for (const [lon, lat, reach, title, counts, sum] of ownFile.launchers) {
      const [east, north] = [Number(lon), Number(lat)];
      const pin =
        typeof reach === "number"
          ? { lon: east, lat: north, km: reach, system: null }
          : { lon: east, lat: north, km: null, system: String(reach) };
      const found = finding(all, launcherAt(all, pin), stateOf());
      expect(found.title).toBe(title);
      expect(countsOf(found)).toEqual(counts);
      expect(sumOf(all, found)).toBe(sum);
    }
  });
});

// Facts written by hand.
describe("a finding", () => {
  it("names first what the case names first", () => {
    const { title, accounts } = finding(all, siteCalled(all, "shuya"), stateOf());
    expect(title).toBe(
      "By Russia's figure the 9M729 at Shuya reaches no foreign capital; " +
        "by the independent figure 40, among them Kyiv, Vilnius, Warsaw, Berlin",
    );
    expect(accounts.map(({ account, span }) => [account, span])).toEqual([
      ["operator", "0"],
      ["opponent", "0–22 or more"],
      ["independent", "40"],
      ["all", "0–40 or more"],
    ]);
    expect(accounts[0].who).toBe("Russia: 480 km");
  });

  it("keeps the columns of every account, whichever is shown", () => {
    const site = siteCalled(all, "shuya");
    const columns = finding(all, site, stateOf()).accounts;
    expect(finding(all, site, stateOf({ account: "operator" })).accounts).toEqual(columns);
  });

  it("says of a site without strike systems that they are no reach, and nothing of the band", () => {
    const { title, deck } = finding(all, siteCalled(all, "deveselu"), stateOf());
    expect(title).toMatch(
      /^Deveselu holds interceptors; they are not counted as reach\. On Russia's/,
    );
    expect(title).toContain("Moscow");
    expect(deck).not.toMatch(/km away/);
    const bare = finding(all, siteCalled(all, "akita-araya"), stateOf());
    expect(bare.title).toBe(
      "Araya training area was to hold interceptors; they are not counted as reach",
    );
    expect([bare.deck, bare.accounts]).toEqual(["", []]);
  });

  it("has no title that is longer than three lines, and none with a name cut short", () => {
    for (const site of sampled(all.sites)) {
      for (const account of all.accounts) {
        const { title } = finding(all, site, stateOf({ account }));
        expect([...title].length, title).toBeLessThanOrEqual(145);
        expect(title).not.toMatch(/…|not named/);
      }
    }
  });

  it("holds its length where names are long", () => {
    const long = "A camp with a name that takes up more of a line than any newspaper has ".repeat(
      3,
    );
    const data = tiny();
    const site: Site = { ...data.sites[0], name: long };
    const { title } = finding(data, site, stateOf());
    expect(title.length).toBeLessThanOrEqual(145);
    expect(title).toContain("what is reported here");
  });

  it("tells lengths in the reader's unit", () => {
    const site = siteCalled(all, "shuya");
    const miles = finding(all, site, stateOf({ units: "mi" }));
    expect(miles.accounts[0].who).toBe("Russia: 298 mi");
    expect(miles.deck).toContain("85 capitals lie 311 to 3418 mi away.");
    expect(JSON.stringify(miles)).not.toMatch(/\d km/);
  });

  it("leaves out what nobody read and tells it apart", () => {
    const data = tiny({ sources: { book: { citation: "", url: "", note: "", read: "not" } } });
    data.claims = data.claims.map((claim) =>
      claim.account === "operator" ? { ...claim, source_id: "book" } : claim,
    );
    const { accounts, deck } = finding(data, data.sites[0], stateOf());
    expect(accounts.map(({ account }) => account)).toEqual(["opponent"]);
    expect(deck).toContain("Not counted, as nobody read the source: Ministry, up to 480 km.");
  });

  it("says where nothing is reported in a part of the story, or on a day", () => {
    const site = siteCalled(all, "shuya");
    expect(finding(all, site, stateOf({ theme: "eliminated" })).title).toBe(
      "Nothing is reported at Shuya in this part of the story",
    );
    expect(finding(all, site, stateOf({ date: "1987-12-08" })).title).toBe(
      "Nothing is reported at Shuya on 1987-12-08",
    );
    expect(finding(all, site, stateOf({ system: "sm-3-ib", date: "2019-02-10" })).title).toBe(
      "No SM-3 Block IB is reported at Shuya on 2019-02-10",
    );
  });

  it("says why an account has no number", () => {
    const at = (site: string, account: "operator" | "opponent") =>
      absence(all, siteCalled(all, site), stateOf(), account);
    expect(at("mutlangen", "operator")).toBe("No figure is on file.");
    expect(at("mutlangen", "opponent")).toMatch(/^Not counted, as nobody read the source: Soviet/);
    expect(at("krichev", "operator")).toBe("It names no number.");
    expect(absence(all, siteCalled(all, "deveselu"), stateOf(), "independent")).toBe(
      "No figure of a strike system.",
    );
  });

  it("says whose figure is missing, or that none was read", () => {
    const at = (site: string, changes: Partial<State>) =>
      finding(all, siteCalled(all, site), stateOf(changes)).title;
    expect(at("sulayyil", { account: "operator" })).toBe(
      "No operator's figure is on file for the DF-3A at As Sulayyil",
    );
    expect(at("landsberg", { date: "1989-06-01" })).toMatch(
      /^No figure that was read says how far/,
    );
  });

  it("tells what the figures of its missile leave open, not those of another", () => {
    const of = (site: string) =>
      finding(all, siteCalled(all, site), stateOf()).accounts.map(({ span, sentence }) => [
        span,
        sentence,
      ]);
    expect(of("abdul-kalam")[0]).toEqual(["42", "Beijing, Dhaka, Seoul, Jakarta and 38 more."]);
    expect(of("laoag").map(([, text]) => text)).toEqual([
      "Hanoi, Taipei, Bandar Seri Begawan.",
      "None abroad for sure.",
      // The other figure, of more than 200 km, is of targets in the air and at sea.
      "None abroad.",
      "On some: Hanoi, Taipei, Bandar Seri Begawan.",
    ]);
  });

  it("gives a state only what it says itself, and what was said later its year", () => {
    const of = (site: string, changes: Partial<State> = {}) =>
      finding(all, siteCalled(all, site), stateOf(changes));
    expect(of("laoag").title).toMatch(/^By Raytheon's figure /);
    expect(of("crimea", { date: "2018-01-01" }).title).toMatch(
      /^By the operator's figures \(TASS, Russian senator V. Bondarev\) /,
    );
    expect(of("crimea").title).toMatch(/^By the operator's figures \(Russia, TASS and 2 more\) /);
    expect(of("jena-forst").accounts[0].who).toBe("Soviet Union, KBM");
    expect(of("shuya").title).toMatch(/^By Russia's figure /);
    expect(of("shuya", { date: "2019-03-01" }).accounts.map(({ who }) => who)).toContain(
      "CSIS (2025): 2500 km",
    );
  });

  it("of a launcher says that nobody reports it", () => {
    const pin = { lon: 20.5, lat: 54.7, km: 500, system: null };
    const { kicker, accounts } = finding(all, launcherAt(all, pin), stateOf({ units: "nmi" }));
    expect(kicker).toBe("Hypothetical launcher at 54.70° N, 20.50° E · nobody reports it");
    expect(accounts.map(({ who }) => who)).toEqual(["Your own: 270 nmi"]);
    expect(absence(all, launcherAt(all, pin), stateOf(), "operator")).toBe("No figure is on file.");
  });

  it("has a line above it with the place, what is reported there, and the day", () => {
    const { kicker } = finding(all, siteCalled(all, "shuya"), stateOf({ theme: "debate" }));
    expect(kicker).toBe(
      "Shuya, Ivanovo Oblast, Russia · Iskander-M reported, 9M729 alleged · any date",
    );
    expect(finding(all, siteCalled(all, "kaliningrad"), stateOf()).kicker).toMatch(
      /^Kaliningrad Oblast, Russia · Iskander-M confirmed/,
    );
  });

  it("calls both the two figures of one system, not one each of two", () => {
    const of = (site: string) => finding(all, siteCalled(all, site), stateOf()).title;
    expect(of("sdot-micha")).toMatch(/; by the independent figures 115, /);
    expect(of("postavy")).toMatch(/; by both independent figures 78 or more, /);
  });

  it("says on every account only where the places are the same ones", () => {
    const data = tiny();
    data.claims[1] = { ...data.claims[1], up_to_km: 600 };
    data.sites[0].in_range = ["1101111", "1110111", "1111111"];
    const { title } = finding(data, data.sites[0], stateOf());
    expect(title).toBe(
      "By Alfaland's figure the Arrow at Camp reaches 1 foreign capital; " +
        "by the opponent's figure 1: Delta",
    );
    const agreed = tiny();
    agreed.claims[1] = { ...agreed.claims[1], up_to_km: 600 };
    agreed.sites[0].in_range = ["1101111", "1101111", "1111111"];
    expect(finding(agreed, agreed.sites[0], stateOf()).title).toBe(
      "On every account the Arrow at Camp reaches 1 foreign capital: Charlie",
    );
  });

  it("leaves out of every account what nobody read, not who names no number, and says so", () => {
    // Two figures that agree, and one more.
    const beside = (claim: Partial<Claim>, answers: string) => {
      const data = tiny();
      data.claims[1] = { ...data.claims[1], up_to_km: 600 };
      data.claims.push(claimOf({ account: "independent", who: "Third", ...claim }));
      data.sources.unread = { ...data.sources.paper, read: "not" };
      data.sites[0].claims = [0, 1, 2, 3];
      data.sites[0].in_range = ["1101111", "1101111", "1111111", answers];
      data.sites[0].near_edge.push([]);
      return finding(data, data.sites[0], stateOf());
    };
    expect(beside({ up_to_km: 300, source_id: "unread" }, "1111111").title).toBe(
      "On every account that was read the Arrow at Camp reaches 1 foreign capital: Charlie",
    );
    const silent = beside({}, "2222222");
    expect(silent.title).toMatch(/^By Alfaland's figure the Arrow at Camp reaches 1 foreign/);
    expect(silent.deck).toMatch(
      /^On every account no foreign capital is in range, 1 on some; 1 figure names no number\. /,
    );
    const last = silent.accounts.at(-1);
    expect([last?.account, last?.span]).toEqual(["all", "0–1"]);
  });

  it("tells a charge from its day on", () => {
    const charge = { ...all.allegations[0], system_id: ["aegis-ashore-mk41"], accuser: "Russia" };
    const then = (date: string) =>
      finding(
        { ...all, allegations: [{ ...charge, date: "2016-05-18" }] },
        { ...siteCalled(all, "deveselu") },
        stateOf({ date }),
      ).title;
    expect(then("2016-05-17")).toBe("Deveselu holds interceptors; they are not counted as reach");
    expect(then("2016-05-18")).toMatch(/Russia charges a breach over such launchers$/);
  });

  it("holds its length where a holder's name is long", () => {
    const data = tiny();
    const long = "A land with a name that takes up more of a line than any newspaper has ".repeat(
      3,
    );
    data.sites[0].deployments[0].holders = [long];
    data.holders = { ...data.holders, [long]: data.holders.Alfaland };
    data.claims[0].state = long;
    const { title } = finding(data, data.sites[0], stateOf());
    expect(title).toMatch(/^By the operator's figure the Arrow at Camp reaches/);
  });

  it("calls an own site by its whole name, and its range a missile's", () => {
    const data = tiny({ sources_reach: "" });
    data.sites[0].name = "Camp, North";
    data.systems.arrow.label = "Own range 480 km";
    data.claims[0] = { ...data.claims[0], account: "user", who: "user", state: "" };
    data.sites[0].claims = [0];
    const { title, accounts } = finding(data, data.sites[0], stateOf());
    expect(title).toMatch(/^By your own figure the missile at Camp, North reaches/);
    expect(accounts.map(({ who }) => who)).toEqual(["Your own: 480 km"]);
    const told = finding({ ...data, sources_reach: "To 2020." }, { ...data.sites[0] }, stateOf());
    expect(told.title).toContain("at Camp reaches");
  });
});

it("counts as not known the places that lay in one of two states on the day", () => {
  const past = { BRA: { state: "", until: "1990-10-02", pact_until: null } };
  const data = tiny({ past });
  const deck = (date: string) => finding(data, data.sites[0], stateOf({ date })).deck;
  expect(deck("1990-10-02")).toContain("(of 2 the state is not known)");
  expect(deck("1990-10-03")).toContain("(of 1 the state is not known)");
});
