/** Only what is in sight is drawn, however long the trace is. */

import { lastIndexAt } from "./status-at.js";

/**
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {import("./axis.js").Window} Window
 */

/**
 * The lane without what lies outside the window. Of what is left and right of it, one each
 * stays: what comes next may decide how the last one is drawn.
 *
 * @param {Lane} lane
 * @param {Window} window
 * @returns {Lane}
 */
export function cut(lane, window) {
  const spans = (/** @type {any[]} */ items) =>
    between(items, window, ({ fromMs }) => fromMs).filter(({ toMs }) => toMs >= window.fromMs);
  return {
    ...lane,
    segments: spans(lane.segments),
    pulls: spans(lane.pulls),
    hooks: lane.hooks.filter(({ fromMs, toMs }) => toMs >= window.fromMs && fromMs <= window.toMs),
    capsules: spans(lane.capsules),
    marks: between(lane.marks, window, ({ atMs }) => atMs),
  };
}

/**
 * @template T
 * @param {T[]} items   sorted by time
 * @param {Window} window
 * @param {(item: T) => number} timeOf
 */
function between(items, { fromMs, toMs }, timeOf) {
  const first = Math.max(0, lastIndexAt(items, fromMs - 1, timeOf));
  const last = lastIndexAt(items, toMs, timeOf) + 1;
  return first === 0 && last >= items.length - 1 ? items : items.slice(first, last + 1);
}
