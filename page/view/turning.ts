// Turns a globe by pointer and keys; north stays up. The key Home is told on, as "home".

import { type Point, RADIANS, wrap } from "../earth/wgs84.ts";
import { isScrolledThrough } from "./gestures.ts";
import type { Projected } from "./projection.ts";

// Less is a click.
const START_PX = 4;
const [STEP_DEG, LONG_STEP_DEG] = [5, 15];
const KEYS: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
// Nearer to a pole, a little way across would be many turns.
const LEAST_COSINE = 0.2;

export function makeTurning(map: L.Map, projected: Projected) {
  const container = map.getContainer();
  // There one finger is the reader's way past the globe, and the second turns it.
  const framed = isScrolledThrough();
  let isOn = false;
  let given: { dragging: boolean; keyboard: boolean; touch: string } | null = null;
  let from: { x: number; y: number; id: number; middle: Point; turns: boolean } | null = null;
  let wanted: Point | null = null;
  let frame: number | null = null;

  function enable(on: boolean): void {
    if (on === isOn) return;
    isOn = on;
    if (on) {
      given = {
        dragging: map.dragging.enabled(),
        keyboard: map.keyboard.enabled(),
        touch: container.style.touchAction,
      };
      map.dragging.disable();
      map.keyboard.disable();
      container.style.touchAction = framed ? "pan-x pan-y" : "none";
      if (framed) map.touchZoom.disable();
    } else if (given) {
      if (given.dragging) map.dragging.enable();
      if (given.keyboard) map.keyboard.enable();
      container.style.touchAction = given.touch;
      if (framed) map.touchZoom.enable();
    }
  }

  function middle(): Point {
    const { lat, lng } = map.getCenter();
    return [lng, lat];
  }

  function onDown({
    isPrimary,
    button,
    clientX: x,
    clientY: y,
    pointerId: id,
    pointerType,
  }: PointerEvent): void {
    // Else a second finger zooms.
    const isTurner = isPrimary !== (framed && pointerType === "touch");
    from = isOn && isTurner && button === 0 ? { x, y, id, middle: middle(), turns: false } : null;
  }

  function onMove({ clientX, clientY, pointerId }: PointerEvent): void {
    if (!from || pointerId !== from.id) return;
    const [x, y] = [clientX - from.x, clientY - from.y];
    if (!from.turns && Math.hypot(x, y) < START_PX) return;
    if (!from.turns) container.setPointerCapture(pointerId);
    from.turns = true;
    const [lon, lat] = from.middle;
    const perPx = 1 / (projected.frame().scale * RADIANS);
    const north = Math.max(-90, Math.min(90, lat + y * perPx));
    wanted = [lon - (x * perPx) / Math.max(LEAST_COSINE, Math.cos(north * RADIANS)), north];
    frame ??= window.requestAnimationFrame(() => {
      frame = null;
      if (wanted) projected.turn(wanted);
    });
  }

  function onUp(): void {
    const turned = from?.turns;
    from = null;
    if (!turned) return;
    if (frame !== null) window.cancelAnimationFrame(frame);
    frame = null;
    if (wanted) projected.turn(wanted);
    wanted = null;
    // What ends here is no click on what lies beneath.
    window.addEventListener("click", (event) => event.stopPropagation(), {
      capture: true,
      once: true,
    });
    window.setTimeout(() => map.fire("moveend"));
  }

  function onKey(event: KeyboardEvent): void {
    if (!isOn || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target !== container) return;
    if (event.key === "Home") map.fire("home");
    else if (event.key === "+" || event.key === "=") map.zoomIn();
    else if (event.key === "-") map.zoomOut();
    else if (event.key in KEYS) turnBy(KEYS[event.key], event.shiftKey ? LONG_STEP_DEG : STEP_DEG);
    else return;
    event.preventDefault();
  }

  function turnBy([east, north]: Point, step: number): void {
    const [lon, lat] = middle();
    projected.turn([wrap(lon + east * step), Math.max(-90, Math.min(90, lat + north * step))]);
    map.fire("moveend");
  }

  // Else two fingers scroll what holds the frame.
  function onTouch(event: TouchEvent): void {
    if (isOn && framed && event.touches.length > 1) event.preventDefault();
  }

  container.addEventListener("touchstart", onTouch, { passive: false });
  container.addEventListener("touchmove", onTouch, { passive: false });
  container.addEventListener("pointerdown", onDown);
  container.addEventListener("pointermove", onMove);
  container.addEventListener("pointerup", onUp);
  container.addEventListener("pointercancel", onUp);
  container.addEventListener("keydown", onKey);
  return { enable };
}
