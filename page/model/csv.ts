// The table for a spreadsheet.

import { coverage } from "./coverage.ts";
import type { PageData } from "./data.ts";
import type { Scene } from "./scene.ts";
import { asCsv, tableRows } from "./table.ts";

export function csvOf(data: PageData, { focus, state }: Scene): string {
  return asCsv(data, tableRows(data, focus, state), coverage(data, focus, state).turns);
}
