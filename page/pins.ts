// folium's pins, drawn here: it asks Leaflet for them by the name of a plug-in of others'.

import { svg } from "./view/dom.ts";
import { elementOf } from "./view/points.ts";

const PIN = "M17.5 43.5C14 36 4 28 4 17a13.5 13.5 0 0 1 27 0c0 11-10 19-13.5 26.5z";

interface PinOptions extends L.DivIconOptions {
  markerColor: string;
  iconColor: string;
  icon: string;
  prefix: string;
  extraClasses: string;
}

const DEFAULTS: PinOptions = {
  className: "added-pin",
  iconSize: [35, 45],
  iconAnchor: [17.5, 44],
  popupAnchor: [0, -36],
  tooltipAnchor: [15, -27],
  markerColor: "blue",
  iconColor: "white",
  icon: "",
  prefix: "",
  extraClasses: "",
};

type Named = Record<string, string>;

export function addPins(colours: Named, glyphs: Named): void {
  class Icon extends L.DivIcon {
    declare options: PinOptions;

    constructor(given: Partial<PinOptions>) {
      super({ ...DEFAULTS, ...given });
    }

    // Drawn where it is shown: folium may change the options of an icon that is there.
    override createIcon(reused?: HTMLElement): HTMLElement {
      this.options.html = elementOf(drawPin(this.options, colours, glyphs));
      return super.createIcon(reused);
    }
  }
  Object.assign(L, {
    AwesomeMarkers: { Icon, icon: (options: Partial<PinOptions>) => new Icon(options) },
  });
}

function drawPin(options: PinOptions, colours: Named, glyphs: Named): SVGElement {
  const { markerColor, iconColor, icon, prefix, extraClasses } = options;
  const name = icon.startsWith(`${prefix}-`) ? icon.slice(prefix.length + 1) : icon;
  const turn = /fa-rotate-(-?[\d.]+)/.exec(extraClasses)?.[1] ?? 0;
  return svg(
    "svg",
    { viewBox: "0 0 35 45", width: 35, height: 45, "aria-hidden": "true" },
    svg("path", { d: PIN, fill: colours[markerColor], stroke: "#000", "stroke-opacity": 0.35 }),
    svg("path", {
      d: glyphs[name] ?? "",
      fill: colours[iconColor] ?? iconColor,
      "fill-rule": "evenodd",
      transform: `translate(9.5 9) rotate(${turn} 8 8)`,
    }),
  );
}
