// Bundles the page's scripts. They are committed, and so the same sources must give the same bytes.
import { build } from "esbuild";

const shared = {
  outdir: "../infmap/maps/static",
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
};

await build({ ...shared, entryPoints: ["main.ts"] });
// The pins are given their colours and glyphs by a call that Python writes behind the script.
await build({ ...shared, entryPoints: ["pins.ts"], globalName: "infmapPins" });
