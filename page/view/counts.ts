// The table of all sites: from how many of them each place is in reach.

import { reachCounts } from "../model/coverage.ts";
import type { CapitalData, PageData } from "../model/data.ts";
import type { Scene } from "../model/scene.ts";
import { capitalised } from "../model/words.ts";
import { h, part, replace } from "./dom.ts";

export function makeCounts(data: PageData, onCapital: (place: CapitalData) => void) {
  const body = h("tbody");
  const caption = h("caption");
  const table = h(
    "table",
    { class: "counts" },
    caption,
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, capitalised(data.place)),
        h("th", { scope: "col", class: "number" }, "In reach from"),
      ),
    ),
    body,
  );
  table.hidden = true;
  part("capital-table").append(table);

  function draw({ shown, state }: Scene): void {
    table.hidden = state.mode !== "overview";
    if (table.hidden) {
      body.replaceChildren();
      return;
    }
    const counts = reachCounts(data, shown, state);
    const rows = data.capitals
      .flatMap((place, index) => {
        const count = counts[index];
        return count === null ? [] : [{ place, count }];
      })
      .toSorted((one, other) => other.count - one.count);
    replace(
      caption,
      `${capitalised(data.place)}s by the number of sites whose figures, on some account, put them in reach`,
    );
    replace(
      body,
      rows.map(({ place, count }) =>
        h(
          "tr",
          { "data-capital": place.id },
          h(
            "th",
            { scope: "row" },
            h(
              "div",
              { class: "row-name" },
              h("button", { type: "button", click: () => onCapital(place) }, place.name),
              h("span", { class: "country" }, place.country),
            ),
          ),
          h("td", { class: "number" }, `${count} of ${shown.length}`),
        ),
      ),
    );
  }

  return { draw };
}
