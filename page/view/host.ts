// The other end of port.ts, in what holds pages in frames.

import { isTold, type Told } from "./port.ts";

// Hands a port to each page in one of the frames that announces itself, and asks those that did so
// before. A page that was heard twice was sent two ports and takes one: that by which it answers is
// opened.
export function welcome(
  frames: () => Iterable<HTMLIFrameElement>,
  opened: (port: MessagePort, frame: HTMLIFrameElement) => void,
): void {
  window.addEventListener("message", (event) => {
    if (event.data?.infmap !== "ready") return;
    const frame = [...frames()].find((one) => one.contentWindow === event.source);
    if (!frame) return;
    const { port1, port2 } = new MessageChannel();
    frame.contentWindow?.postMessage({ infmap: "port" }, "*", [port2]);
    port1.onmessage = ({ data }) => {
      port1.onmessage = null;
      opened(port1, frame);
      port1.dispatchEvent(new MessageEvent("message", { data }));
    };
  });
  for (const frame of frames()) frame.contentWindow?.postMessage({ infmap: "hello" }, "*");
}

export function listen(
  port: MessagePort,
  heard: (told: Told) => void,
  sized: (height: number) => void = () => undefined,
): void {
  port.onmessage = ({ data }) => {
    if (isTold(data)) heard(data);
    else if (Number.isFinite(data?.height)) sized(data.height);
  };
}
