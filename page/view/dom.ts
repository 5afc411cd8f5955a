// Elements made from data: text stays text, because nothing here parses markup.

const SVG = "http://www.w3.org/2000/svg";

export type Child = Node | string | null | Child[];
type Attribute = string | number | boolean | null | undefined | (() => void);
export type Attributes = Record<string, Attribute>;

// Of what says nothing that is not said elsewhere.
export const HIDDEN = { "aria-hidden": "true" };

// Makes an element; attributes that are null or false are left out, functions are listeners.
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), attributes, children);
}

// A button that sends no form.
export function makeButton(attributes: Attributes, ...children: Child[]): HTMLButtonElement {
  return h("button", { type: "button", ...attributes }, ...children);
}

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

const made = new Map<string, SVGSVGElement>();

// A drawing of which there are hundreds: made once for a key, and copied.
export function copied(key: string, make: () => SVGSVGElement): SVGSVGElement {
  const first = made.get(key) ?? make();
  made.set(key, first);
  return first.cloneNode(true) as SVGSVGElement;
}

function fill<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== false && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...flat(children).filter((child) => child !== ""));
  return element;
}

export function replace(element: Element, ...children: Child[]): void {
  element.replaceChildren(...flat(children));
}

// As `replace`, but what stands in its place already is left there: moved, it would be styled and laid
// out anew.
export function arrange(element: Element, children: readonly Element[]): void {
  for (const old of [...element.children]) if (!children.includes(old)) old.remove();
  children.forEach((child, k) => {
    const here = element.children[k] ?? null;
    if (here !== child) element.insertBefore(child, here);
  });
}

// As `replace` by elements that nothing listens to: what is alike already stays.
export function renew(element: Element, children: readonly Element[]): void {
  const before = [...element.children];
  const kept = children.map((child) => {
    const alike = before.findIndex((old) => old.isEqualNode(child));
    return alike < 0 ? child : before.splice(alike, 1)[0];
  });
  arrange(element, kept);
}

// What stands there already is left: a screen reader would read it again.
export function write(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

function flat(children: Child[]): (Node | string)[] {
  return children.flatMap((child) => (Array.isArray(child) ? flat(child) : (child ?? [])));
}

// A part of the page that the template holds.
export function part(id: string): HTMLElement;
export function part<E extends HTMLElement>(id: string, kind: new () => E): E;
export function part(id: string, kind: new () => HTMLElement = HTMLElement): HTMLElement {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
}
