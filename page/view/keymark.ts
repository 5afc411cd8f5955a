// The marks of the key, each as it is on the map.

import type { PageData } from "../model/data.ts";
import type { KeyMark } from "../model/key.ts";
import { hatchMark } from "./hatches.ts";
import { capitalMark, countMark, lineMark, linesMark, siteMark } from "./marks.ts";

const PLACE_PX = 14;
const SITE_PX = 18;

export function keyMark(data: PageData, mark: KeyMark): SVGElement {
  switch (mark.kind) {
    case "reach":
      return capitalMark(mark.band, mark.reach, PLACE_PX);
    case "band":
      return capitalMark(mark.band, "all", PLACE_PX);
    case "line":
      return lineMark(mark.look, mark.end, mark.unread);
    case "lines":
      return linesMark(mark.looks, data.strokes.pitch_px);
    case "interval":
      return hatchMark(`interval interval-${mark.look}`);
    case "hatch":
      return hatchMark(mark.of);
    case "status":
      return siteMark(mark.status, SITE_PX);
    case "count":
      return countMark(1, 1);
  }
}
