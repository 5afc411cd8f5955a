// Work that waits for a moment at which it is done once, however often it is asked for before.

// Returns a function that asks for the work, and one that does it at once where it is waited for.
function later(work: () => void, wait: (work: () => void) => void) {
  let waiting = false;

  function now(): void {
    if (!waiting) return;
    waiting = false;
    work();
  }

  function soon(): void {
    if (waiting) return;
    waiting = true;
    // A hidden page paints nothing: a timer does there what a frame does not.
    if (document.hidden) setTimeout(now);
    else wait(now);
  }

  return { soon, now };
}

// Work that is seen at once: painted with all that changes, the page is laid out and painted once.
export function withPaint(work: () => void) {
  return later(work, (now) => window.requestAnimationFrame(now));
}

// Work that asks how the page is laid out, which costs nothing when it has been painted.
export function afterPaint(work: () => void) {
  return later(work, (now) => window.requestAnimationFrame(() => setTimeout(now)));
}
