// Outlines of countries from the text that infmap/maps/outlines.py makes of them.

type Position = [lon: number, lat: number];

// All ASCII that is printed but for what JSON and HTML write in another way and the marks of a line.
const DIGITS = [...Array(94).keys()]
  .map((k) => String.fromCharCode(33 + k))
  .filter((mark) => !'"&;<=>\\'.includes(mark))
  .join("");
// Behind a digit from here on, more of the number follows; each counts eight times the one before.
const MORE = 79;
const BASE = 8;

// Reads the texts in the order in which they were written, as each may point to those before it.
export function outlines(): (text: string) => Position[][][] {
  // In hundredths of a degree.
  const drawn: Position[] = [[0, 0]];
  return (text) =>
    text.split(";").map((rings) => rings.split(" ").map((ring) => closed(ring, drawn)));
}

// A ring, its first position the last as well.
function closed(text: string, drawn: Position[]): Position[] {
  const begins = drawn.length;
  let at = 0;
  const number = (): number => {
    let value = 0;
    let scale = 1;
    let digit = MORE;
    while (digit >= MORE) {
      digit = DIGITS.indexOf(text[at]);
      value += scale * digit;
      scale *= BASE;
      at += 1;
    }
    return value;
  };
  while (at < text.length) {
    const isBorder = text[at] === "=";
    if (isBorder) at += 1;
    const [first, second] = [number(), number()];
    const [lon, lat] = drawn[drawn.length - 1];
    // How far back a border begins, and how many of its positions follow backwards from there.
    const begun = drawn.length - first + 1;
    if (isBorder) drawn.push(...drawn.slice(begun - second, begun).reverse());
    else drawn.push([lon + signed(first), lat + signed(second)]);
  }
  const ring = drawn.slice(begins).map(([lon, lat]): Position => [lon / 100, lat / 100]);
  return [...ring, [...ring[0]]];
}

// Its lowest bit is the sign.
function signed(value: number): number {
  return value & 1 ? ~(value >> 1) : value >> 1;
}
