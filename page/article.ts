// The script of an article that shows maps in frames (`infmap embed --script`). It gives each frame the
// height that its map asks for, within limits, and lets the article follow and turn the map:
//
//   frame.addEventListener("infmap", ({ detail }) => ...)   the state, as the address has it
//   frame.dispatchEvent(new CustomEvent("infmap-show", { bubbles: true, detail: "site=shuya" }))

import { listen, welcome } from "./view/host.ts";
import type { Told } from "./view/port.ts";

// Whatever a frame asks for, it gets no less and no more.
const [LEAST_PX, MOST_PX] = [240, 1200];

const ports = new Map<HTMLIFrameElement, { port: MessagePort; revision: number }>();
// What was asked of a frame whose map does not listen yet: the last of it counts.
const wishes = new Map<HTMLIFrameElement, string>();

welcome(
  () => document.querySelectorAll<HTMLIFrameElement>('iframe[name^="infmap"]'),
  (port, frame) => {
    ports.set(frame, { port, revision: 0 });
    listen(
      port,
      ({ fragment }) => {
        const told = new CustomEvent("infmap", { bubbles: true, detail: fragment });
        frame.dispatchEvent(told);
      },
      (height) => {
        const border = frame.offsetHeight - frame.clientHeight;
        const inside = Math.min(MOST_PX, Math.max(LEAST_PX, Math.ceil(height)));
        frame.style.height = `${inside + border}px`;
      },
    );
    const wish = wishes.get(frame);
    wishes.delete(frame);
    if (wish !== undefined) ask(frame, wish);
  },
);
document.addEventListener("infmap-show", (event) => {
  const { target } = event;
  if (!(target instanceof HTMLIFrameElement && event instanceof CustomEvent)) return;
  ask(target, String(event.detail));
});

function ask(frame: HTMLIFrameElement, fragment: string): void {
  const open = ports.get(frame);
  if (!open) {
    wishes.set(frame, fragment);
    return;
  }
  open.revision += 1;
  open.port.postMessage({ revision: open.revision, fragment } satisfies Told);
}
