// Bundles the page's scripts and its style. The same sources give the same bytes.
import { build } from "esbuild";
import { put } from "./made.mjs";

const STATIC = "../infmap/maps/static";

async function bundle(entry, options = {}) {
  const { outputFiles } = await build({
    entryPoints: [`${entry}.ts`],
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    write: false,
    ...options,
  });
  await put(`${STATIC}/${entry}.js`, outputFiles[0].text);
}

const LAYOUT = String.raw`\[data-layout=\w+\]|:is\((?:\[data-layout=\w+\],?)+\)`;
const RULE = String.raw`(?:[^{},()]|\([^{}()]*\))+\{[^{}]*\}`;
const RUN = new RegExp(`(${LAYOUT}) ${RULE}(?:\\1 ${RULE})+`, "g");

// Rules in a row that are of one layout, nested in it: its name is in every fourth rule.
function folded(css) {
  return css.replace(RUN, (run, layout) => {
    const rules = run.split(`${layout} `).slice(1);
    // A browser of before 2024 takes a nested element's name for a property.
    return `${layout}{${rules.map((rule) => (/^\w/.test(rule) ? `& ${rule}` : rule)).join("")}}`;
  });
}

// The style sheets of templates, in their order; `..` leads to another room's.
async function style(name, sheets) {
  const { outputFiles } = await build({
    stdin: {
      contents: sheets.map((sheet) => `@import "./${sheet}.css";`).join(""),
      loader: "css",
      resolveDir: "../infmap/maps/templates",
    },
    bundle: true,
    minify: true,
    logLevel: "warning",
    write: false,
  });
  await put(`${STATIC}/${name}.css`, folded(outputFiles[0].text));
}

await style("page", ["base", "page", "map", "take", "compact"]);
await style("story", ["base", "map", "../../story/templates/story"]);
await bundle("main");
// The pins are given their colours and glyphs by a call that Python writes behind the script.
await bundle("pins", { globalName: "infmapPins" });
// The notebook's widget is a module; the copy that a notebook keeps is told by a call which it is.
await bundle("widget", { format: "esm" });
await bundle("still", { globalName: "infmapStill" });
// A story, whose steps turn one map.
await bundle("story");
// An article that shows maps in frames.
await bundle("article");
