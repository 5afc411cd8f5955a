// Bundles the page's scripts. They are committed, and so the same sources must give the same bytes.
import { build } from "esbuild";

await build({
  entryPoints: ["main.ts", "pins.ts"],
  outdir: "../infmap/maps/static",
  entryNames: "[name]",
  bundle: true,
  format: "iife",
  target: "es2022",
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  legalComments: "none",
  logLevel: "warning",
});
