// Makes the types of the page's data from their JSON Schema, which Python writes.
import { compileFromFile } from "json-schema-to-typescript";
import { put } from "./made.mjs";

const types = await compileFromFile("contract.schema.json", {
  bannerComment: "// Made from infmap/maps/data.py; see scripts/build_page_contract.py.",
  style: { printWidth: 100 },
});
await put("contract.d.ts", types);
