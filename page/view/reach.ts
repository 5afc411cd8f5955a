// The question turned round: what reaches this place, from where, on whose account.

import { geodesic } from "../earth/geodesic.ts";
import { isReached } from "../model/coverage.ts";
import type { CapitalData, PageData } from "../model/data.ts";
import { indexCalled, offered, type ReachEntry, whatReaches } from "../model/reach.ts";
import type { Scene } from "../model/scene.ts";
import { h, makeButton, part, replace } from "./dom.ts";
import { type FlatPath, placesPath } from "./flatpath.ts";
import { capitalMark } from "./marks.ts";
import type { Projected } from "./projection.ts";

interface Choices {
  onSite: (id: string) => void;
  onCapital: (place: CapitalData | null) => void;
}

export function makeReach(
  map: L.Map,
  data: PageData,
  projected: Projected,
  { onSite, onCapital }: Choices,
) {
  const lines = L.layerGroup().addTo(map);
  const names = h("datalist", { id: "capital-names" });
  const input = h("input", {
    class: "search",
    type: "text",
    list: "capital-names",
    placeholder: `Type a ${data.place}`,
    "aria-label": `What reaches this ${data.place}`,
    autocomplete: "off",
    input: offer,
    change: choose,
  });
  const result = h("div");
  let drawn: string | null = null;
  let date: string | null = null;
  replace(part("reach"), input, names, result);

  // The names that what is typed may become.
  function offer(): void {
    const rows = offered(data, input.value, date);
    replace(names, ...rows.map(({ name, country }) => h("option", { value: name }, country)));
  }

  function choose(): void {
    const index = indexCalled(data, input.value, date);
    if (index !== null) onCapital(data.capitals[index]);
    else if (!input.value.trim()) onCapital(null);
  }

  function draw({ chosen, shown, state }: Scene): void {
    date = state.date;
    const { theme, account, units, mode } = state;
    const asked = [chosen, theme, date, account, units, mode].join("|");
    if (asked === drawn) return;
    drawn = asked;
    lines.clearLayers();
    const capital = chosen === null ? null : data.capitals[chosen];
    input.value = capital?.name ?? "";
    if (chosen === null || !capital) {
      const words = `Choose a ${data.place} on the map, in the table or here.`;
      replace(result, h("p", { class: "note" }, words));
      return;
    }
    const { sum, entries } = whatReaches(data, chosen, shown, state);
    // About one site its own line is enough, which stands with its names.
    const reached = mode === "overview" ? entries.filter(({ reach }) => isReached(reach)) : [];
    for (const entry of reached) lines.addLayer(lineTo(capital, entry));
    replace(
      result,
      h("p", { class: "reach-sum" }, sum),
      h("ul", { class: "reach-list" }, entries.map(item)),
      makeButton({ class: "tool", click: clear }, "Clear"),
    );
  }

  function item({ site, name, band, reach, facts }: ReachEntry): HTMLElement {
    return h(
      "li",
      {},
      makeButton(
        { click: () => onSite(site.id) },
        capitalMark(band, reach, 13),
        h("span", {}, name),
        h("span", { class: "reach-facts" }, facts),
      ),
    );
  }

  function clear(): void {
    onCapital(null);
    input.focus();
  }

  function lineTo({ lon, lat }: CapitalData, { site, reach }: ReachEntry): FlatPath {
    const points = geodesic([site.lon, site.lat], [lon, lat]);
    return placesPath(map, projected, points, "rings", `reach-line reach-line-${reach}`);
  }

  return { draw };
}
