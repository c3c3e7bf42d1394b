/** Arrows go from shape to shape and from name to name, so that Tab needs no hundred steps. */

import { nextHit } from "./hits.js";

/**
 * @param {SVGSVGElement} svg
 * @param {import("../../store/store.js").Store} store
 */
export function listenForArrows(svg, store) {
  svg.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    const name = target.closest(".owner-name, .pod-name");
    const hit = target.closest(".hit");
    const handled = name ? onName(svg, name, event) : hit ? onHit(svg, hit, event, store) : false;
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/**
 * @param {SVGSVGElement} svg
 * @param {Element} hit
 * @param {KeyboardEvent} event
 * @param {import("../../store/store.js").Store} store
 */
function onHit(svg, hit, event, store) {
  if (event.key === "Enter" || event.key === " ") {
    store.gaze.select(Number(hit.getAttribute("data-record")));
    return true;
  }
  if (!event.key.startsWith("Arrow") || event.shiftKey) return false;
  return moved(hit, nextHit(svg, hit, event.key));
}

/**
 * @param {SVGSVGElement} svg
 * @param {Element} name
 * @param {KeyboardEvent} event
 */
function onName(svg, name, event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return false;
  const names = [...svg.querySelectorAll(".owner-name, .pod-name")];
  return moved(name, /** @type {SVGElement | undefined} */ (names[names.indexOf(name) + by]));
}

/**
 * The focus, and the place where Tab leads, go from one to the other.
 *
 * @param {Element} from
 * @param {SVGElement | null | undefined} to
 */
function moved(from, to) {
  if (!to) return false;
  from.setAttribute("tabindex", "-1");
  to.setAttribute("tabindex", "0");
  to.focus();
  return true;
}
