/** What a hand does on the timeline: drag the playhead, pan, measure, zoom by wheel or pinch. */

import { within, zoom } from "../../layout/axis.js";

/**
 * @typedef {object} Reach
 * @property {import("../../store/store.js").Store} store
 * @property {() => import("../../layout/axis.js").Scale} scale
 * @property {(clientX: number) => number} toUnits   from the page to the drawing
 */

/** A press that moves less than this is a click. */
const CLICK_PX = 4;

/**
 * @param {HTMLElement} root
 * @param {Reach} reach
 */
export function listenForGestures(root, reach) {
  /** @type {Map<number, number>} where each finger or the mouse is */
  const pointers = new Map();
  /** @type {{kind: "seek" | "pan" | "measure", startX: number, moved: boolean} | null} */
  let press = null;

  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const target = /** @type {Element} */ (event.target);
    if (target.closest("button, .pod-name, .owner-name, .fold-sign, .branch, .timeline-table"))
      return;
    pointers.set(event.pointerId, event.clientX);
    const onAxis = Boolean(target.closest(".axis, .playhead"));
    const kind = event.shiftKey ? "measure" : onAxis ? "seek" : "pan";
    press = { kind, startX: event.clientX, moved: false };
    if (kind === "seek") {
      root.setPointerCapture(event.pointerId);
      seekTo(event.clientX, reach);
    }
  });

  root.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined || !press) return;
    press.moved ||= Math.abs(event.clientX - press.startX) > CLICK_PX;
    if (press.moved && !root.hasPointerCapture(event.pointerId))
      root.setPointerCapture(event.pointerId);
    if (pointers.size === 2) pinch(pointers, event, reach);
    else if (press.kind === "seek") seekTo(event.clientX, reach);
    else if (press.kind === "measure") measure(press.startX, event.clientX, reach);
    else if (press.moved) pan(before - event.clientX, reach);
    pointers.set(event.pointerId, event.clientX);
  });

  const release = (/** @type {PointerEvent} */ event) => {
    pointers.delete(event.pointerId);
    if (!pointers.size) press = null;
  };
  root.addEventListener("pointerup", (event) => {
    const clicked = press && !press.moved && press.kind === "pan";
    if (press?.kind === "measure" && !press.moved) reach.store.sight.measured(null);
    release(event);
    const hit = /** @type {Element} */ (event.target).closest("[data-record]");
    if (clicked && hit) reach.store.gaze.select(Number(hit.getAttribute("data-record")));
    else if (clicked) seekTo(event.clientX, reach);
  });
  root.addEventListener("pointercancel", release);

  root.addEventListener(
    "wheel",
    (event) => {
      if (/** @type {Element} */ (event.target).closest(".timeline-table")) return;
      if (event.ctrlKey || event.metaKey || event.altKey) {
        event.preventDefault();
        zoomAt(event.clientX, Math.exp(event.deltaY / 300), reach);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        pan(event.deltaX || event.deltaY, reach);
      } else if (!scrolls(root)) {
        event.preventDefault();
        zoomAt(event.clientX, Math.exp(event.deltaY / 400), reach);
      }
    },
    { passive: false },
  );
}

/** @param {HTMLElement} root */
function scrolls(root) {
  const area = root.querySelector(".lanes");
  return area !== null && area.scrollHeight > area.clientHeight + 1;
}

/**
 * @param {number} clientX
 * @param {Reach} reach
 */
function seekTo(clientX, { store, scale, toUnits }) {
  const { left, right } = scale();
  store.seek(scale().ms(Math.max(left, Math.min(right, toUnits(clientX)))));
}

/**
 * Between where a drag with Shift began and where it is.
 *
 * @param {number} startX
 * @param {number} endX
 * @param {Reach} reach
 */
function measure(startX, endX, { store, scale, toUnits }) {
  const at = (/** @type {number} */ x) => Math.round(Math.max(0, scale().ms(toUnits(x))));
  const [fromMs, toMs] = [at(startX), at(endX)].sort((a, b) => a - b);
  store.sight.measured({ fromMs, toMs: Math.min(toMs, store.lengthMs) });
}

/**
 * @param {number} px
 * @param {Reach} reach
 */
function pan(px, { store, scale, toUnits }) {
  const { fromMs, toMs, perMs } = scale();
  if (fromMs <= 0 && toMs >= store.lengthMs) return;
  const byMs = (toUnits(px) - toUnits(0)) / perMs;
  store.gaze.show(within({ fromMs: fromMs + byMs, toMs: toMs + byMs }, store.lengthMs));
}

/**
 * @param {number} clientX
 * @param {number} factor
 * @param {Reach} reach
 */
function zoomAt(clientX, factor, { store, scale, toUnits }) {
  const around = scale().ms(toUnits(clientX));
  store.gaze.show(zoom(scale(), factor, around, store.lengthMs));
}

/**
 * @param {Map<number, number>} pointers
 * @param {PointerEvent} event
 * @param {Reach} reach
 */
function pinch(pointers, event, reach) {
  const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1] ?? 0;
  const before = Math.abs((pointers.get(event.pointerId) ?? 0) - other);
  const after = Math.abs(event.clientX - other);
  if (before < 8 || after < 8) return;
  zoomAt((event.clientX + other) / 2, before / after, reach);
}
