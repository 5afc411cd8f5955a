// Work that can wait until what is on the screen has been painted.

// Returns a function that asks for the work, once however often it is called before it is done, and
// one that does it at once where it is waited for.
export function afterPaint(work: () => void) {
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
    else window.requestAnimationFrame(() => setTimeout(now));
  }

  return { soon, now };
}
