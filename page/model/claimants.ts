// Who gives a figure, with the year of what nobody had said on the day that is shown; see
// infmap/analysis/claimants.py.

import type { Claim, State } from "./data.ts";

type Named = Pick<Claim, "who" | "claimant" | "as_of">;

export function claimantOn(claim: Named, date: State["date"], name = claim.who): string {
  const said = claim.as_of ?? "";
  return (name || claim.claimant) + (date && said > date ? ` (${said.slice(0, 4)})` : "");
}
