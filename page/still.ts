// A notebook's copy of the page, for where no kernel answers: it opens on the state that was last
// noted beside it.

import { welcome } from "./view/host.ts";

export function restore(id: string): void {
  const frames = () =>
    document.querySelectorAll<HTMLIFrameElement>(`[data-infmap-still="${id}"] iframe`);
  welcome(frames, (port) => {
    // The note stands behind the page, and may not have been read yet.
    if (document.readyState !== "loading") tell(id, port);
    else document.addEventListener("DOMContentLoaded", () => tell(id, port));
  });
}

function tell(id: string, port: MessagePort): void {
  const note = document.querySelector<HTMLElement>(`[data-infmap-state="${id}"]`);
  const fragment = note?.dataset.fragment;
  if (fragment !== undefined) port.postMessage({ revision: 1, fragment });
}
