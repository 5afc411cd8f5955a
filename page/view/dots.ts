// A dot for each figure: full in range, hollow out of range, a dotted ring where it leaves it open.

import type { AnswerWord } from "../model/data.ts";
import { copied, HIDDEN, svg } from "./dom.ts";

export const DOT_PX = 13;
const RADIUS_PX = 4.3;

export function dots(answers: AnswerWord[]): SVGSVGElement {
  return copied(`dots ${answers}`, () => drawn(answers));
}

// The same dots after other answers; false where there are as many no more.
export function redot(before: Element | null, answers: AnswerWord[]): boolean {
  if (before?.childElementCount !== answers.length) return false;
  answers.forEach((answer, k) => {
    const looks = `dot dot-${answer}`;
    const dot = before.children[k];
    if (dot.getAttribute("class") !== looks) dot.setAttribute("class", looks);
  });
  return true;
}

function drawn(answers: AnswerWord[]): SVGSVGElement {
  const width = DOT_PX * answers.length;
  return svg(
    "svg",
    { class: "dots", viewBox: `0 0 ${width} 12`, width, height: 12, ...HIDDEN },
    answers.map((answer, k) =>
      svg("circle", {
        class: `dot dot-${answer}`,
        cx: DOT_PX * (k + 0.5),
        cy: 6,
        r: RADIUS_PX,
      }),
    ),
  );
}
