// Which figures are of a strike on the ground, as infmap/catalogue/striking.py decides.

import type { Claim, PageData } from "./data.ts";
import { ENGAGEMENT, LOOK_WORDS } from "./words.ts";

// An engagement reach holds against targets in the air, in space or at sea.
export function strikes({ systems }: PageData, claim: Claim): boolean {
  return systems[claim.system_id].strike && !isEngagement(claim);
}

// A system of whose figures all are engagement reaches strikes nothing on the ground.
export function isStrikeSystem({ systems, claims }: PageData, id: string): boolean {
  const own = claims.filter((claim) => claim.system_id === id);
  return systems[id].strike && !(own.length && own.every(isEngagement));
}

// In words why a figure is of no strike on the ground; empty where it is.
export function whyNot(data: PageData, claim: Claim): string {
  if (strikes(data, claim)) return "";
  return data.systems[claim.system_id].strike ? ENGAGEMENT : LOOK_WORDS["not-strike"];
}

function isEngagement({ measure }: Claim): boolean {
  return measure === "engagement";
}
