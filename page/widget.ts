// The notebook widget: the page in a frame, and its state to and fro between page and kernel.

import { listen, welcome } from "./view/host.ts";
import { isTold, type Told } from "./view/port.ts";

// What anywidget hands over; only what is used here.
interface Model {
  get(name: string): unknown;
  on(event: string, callback: (content: unknown) => void): void;
  send(content: object): void;
}

interface Page {
  html: string;
  title: string;
  sandbox: string;
  height: string;
}

// So long the copy in the notebook stays hidden, while the kernel has not sent the page.
const PATIENCE_MS = 4000;

// One for each widget, however often it is shown.
export default () => {
  let asked: Told = { revision: 0, fragment: "" };
  let page: Page | null = null;
  const holders = new Set<HTMLElement>();
  const ports = new Map<HTMLIFrameElement, MessagePort>();

  function initialize({ model }: { model: Model }): void {
    asked = wish(model) ?? asked;
    model.on("change:_asked", () => {
      const wanted = wish(model);
      // The kernel also notes what the page itself said; that has the old revision.
      if (!wanted || wanted.revision <= asked.revision) return;
      asked = wanted;
      for (const port of ports.values()) port.postMessage(asked);
    });
    model.on("msg:custom", (content) => {
      const { html, title, sandbox, height } = Object(content);
      if (typeof html !== "string") return;
      page = { html, title, sandbox, height };
      for (const holder of holders) fill(holder, page);
      hideStill(String(model.get("_id")));
    });
    welcome(
      () => [...holders].flatMap((holder) => [...holder.querySelectorAll("iframe")]),
      (port, frame) => {
        ports.set(frame, port);
        listen(port, (told) => hear(model, port, told));
        port.postMessage(asked);
      },
    );
  }

  function hear(model: Model, from: MessagePort, told: Told): void {
    if (told.revision < asked.revision || told.fragment === asked.fragment) return;
    asked = { revision: asked.revision, fragment: told.fragment };
    for (const port of ports.values()) if (port !== from) port.postMessage(asked);
    model.send(asked);
  }

  function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
    const id = String(model.get("_id"));
    hideStill(id);
    holders.add(el);
    if (page) fill(el, page);
    else {
      model.send({ wanted: "page" });
      window.setTimeout(() => page || showStill(id), PATIENCE_MS);
    }
    return () => {
      holders.delete(el);
      for (const frame of el.querySelectorAll("iframe")) ports.delete(frame);
    };
  }

  return { initialize, render };
};

function wish(model: Model): Told | null {
  const asked = model.get("_asked");
  return isTold(asked) ? asked : null;
}

function fill(holder: HTMLElement, page: Page): void {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", page.sandbox);
  frame.allow = "clipboard-write";
  frame.title = page.title;
  frame.style.cssText = "display:block;width:100%;border:0";
  frame.style.height = page.height;
  frame.srcdoc = page.html;
  holder.replaceChildren(frame);
}

// The copy that a saved notebook shows without a kernel. It may be drawn after this.
function hideStill(id: string): void {
  if (document.getElementById(`infmap-live-${id}`)) return;
  const style = document.createElement("style");
  style.id = `infmap-live-${id}`;
  style.textContent = `[data-infmap-still="${id}"]{display:none}`;
  document.head.append(style);
}

function showStill(id: string): void {
  document.getElementById(`infmap-live-${id}`)?.remove();
}
