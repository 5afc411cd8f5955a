// A short walk through a page in Firefox: opened, focused, asked, linked, compared, counted, doubted,
// taken away, framed. Prints what does
// not hold, a line each; and "walked" at the end.
//
//   node firefox-walk.mjs page.html framed.html

import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [page, framed] = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const wrong = [];
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: "/usr/bin/firefox-esr",
  headless: true,
  args: ["--width=1400", "--height=900"],
});

const tab = await opened(page);
await holds(tab, "opens on its site", () => textOf("#headline").includes("Shuya"));
await holds(tab, "draws rings", () => document.querySelectorAll("path.ring").length > 3);
await holds(tab, "names rings", () => document.querySelectorAll(".label-ring").length > 2);
await holds(tab, "keeps the ring's width", () => {
  const { width, height } = document.querySelector(".limit-500").getBoundingClientRect();
  return width > 20 && Math.abs(height / width - 1) < 0.1;
});

await tab.evaluate(() => document.querySelector(".point[data-site=kaliningrad]").click());
await holds(tab, "moves its focus", () => textOf("#headline").includes("Kaliningrad"));
await tab.evaluate(() => window.history.back());
await holds(tab, "counts", () => textOf("#headline").includes("the independent figure 40"));

await tab.click("input[name=account][value=operator]");
await holds(tab, "follows the account", () =>
  textOf("#headline").includes("reach no foreign capital"),
);
await tab.click("input[name=account][value=all]");

await tab.click("tr[data-capital=berlin] button");
await holds(tab, "opens a card", () => textOf("#card").includes("1853 km from Shuya"));
await holds(tab, "answers by account", () => textOf(".is-deciding").startsWith("2000"));

await tab.evaluate(() => document.querySelector("#what-if .tool").click());
await holds(tab, "drops a launcher", () => textOf("#headline").startsWith("By your own figure"));
await tab.evaluate(() => window.history.back());
await holds(tab, "goes back", () => textOf("#headline").includes("Shuya"));

const link = await tab.evaluate(() => window.location.href);
await tab.close();
const linked = await opened(link);
await holds(linked, "opens a link as it was left", () =>
  [textOf("#headline"), textOf("#card-name")].join().match(/Shuya.*Berlin$/),
);
await linked.click("input[name=fit][value=band]");
await holds(linked, "draws true circles", () => {
  const { width, height } = document.querySelector(".limit-5500").getBBox();
  return Math.abs(width / height - 1) < 0.01;
});
await linked.close();

const compared = await opened(`${page}#mode=compare&site=shuya`);
await holds(compared, "compares", () => textOf("#headline").endsWith("change hands"));
await holds(compared, "divides the map", () => document.querySelector("[role=slider]"));
const before = await shareOf(compared);
await compared.focus(".divider[role=slider]");
await compared.keyboard.press("ArrowRight");
if ((await shareOf(compared)) <= before) wrong.push("Firefox: the divider no longer moves");
await compared.select(".picker select", "opponent");
await holds(compared, "compares other accounts", () => window.location.hash.includes("opponent"));
await compared.close();

const all = await opened(`${page}#mode=overview`);
await holds(all, "counts all sites", () => textOf("#headline").startsWith("Of Russia"));
await holds(all, "has two maps of counts", () =>
  [...document.querySelectorAll(".chart-head")].every((head) => head.offsetWidth > 100),
);
await all.click(".tallies tbody tr button");
await holds(all, "lists what reaches a place", () => textOf(".at-place").includes("km"));
await all.close();

const doubted = await opened(`${page}#site=shuya&doubt=on`);
await holds(doubted, "draws the doubt", () => document.querySelectorAll(".outline").length > 1);
await holds(doubted, "counts what is sure", () => textOf("#doubting").includes("surely"));
// What a button would save is kept, to be looked at.
await doubted.evaluate(() => {
  window.files = {};
  URL.createObjectURL = (file) => {
    window.files[file.type.split(";")[0]] = file;
    return "#";
  };
  HTMLAnchorElement.prototype.click = () => {};
});
for (const kind of ["png", "svg", "csv"]) await doubted.click(`[data-take=${kind}]`);
await holds(doubted, "gives a picture, a drawing and a table", () =>
  ["image/png", "image/svg+xml", "text/csv"].every((type) => window.files[type]?.size > 2000),
);
await doubted.close();

const host = await opened(framed);
const frame = host.frames().find((one) => one !== host.mainFrame());
await holds(frame, "works in a frame", () => textOf("#headline").includes("Shuya"));
await browser.close();

for (const words of wrong) console.log(words);
console.log("walked");

async function opened(address) {
  const made = await browser.newPage();
  await made.setViewport({ width: 1400, height: 900 });
  made.on("console", (message) => wrong.push(`says: ${message.text()}`));
  made.on("pageerror", (error) => wrong.push(`fails: ${error.message}`));
  await made.goto(address);
  return made;
}

function shareOf(where) {
  return where.$eval("[role=slider]", (divider) => Number(divider.getAttribute("aria-valuenow")));
}

// Waits until something is so; `textOf` gives what stands in the first element of a selector.
async function holds(where, what, isSo) {
  const textOf = '(selector) => document.querySelector(selector)?.textContent.trim() ?? ""';
  const test = `(() => { const textOf = ${textOf}; return (${isSo})(); })()`;
  try {
    await where.waitForFunction(test, { timeout: 15_000 });
  } catch (error) {
    wrong.push(`Firefox: the page no longer ${what} (${error.message.split("\n")[0]})`);
  }
}
