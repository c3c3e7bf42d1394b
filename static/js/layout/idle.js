/** Idle stretches: where nothing happens for long, the axis may skip. */

import { gettext, interpolate } from "../store/words.js";
import { duration } from "./axis.js";

/**
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {{fromMs: number, toMs: number}} Stretch
 */

/** Shorter than this, or than this share of the whole, is not worth skipping. */
const SHORTEST_MS = 6000;
const SHORTEST_SHARE = 0.05;
/** Beside what happens so much of the stretch stays to be seen. */
const MARGIN_SHARE = 0.008;
/** The longest ones are skipped: each takes some room. */
const MOST = 6;

/**
 * @param {Lane[]} lanes
 * @param {number} lengthMs
 * @returns {Stretch[]} sorted by time
 */
export function idleOf(lanes, lengthMs) {
  const moments = [0, ...lanes.flatMap(momentsOf), lengthMs].filter((ms) => ms <= lengthMs);
  const sorted = [...new Set(moments)].sort((a, b) => a - b);
  const least = Math.max(SHORTEST_MS, SHORTEST_SHARE * lengthMs);
  const margin = MARGIN_SHARE * lengthMs;
  const stretches = sorted.slice(1).flatMap((toMs, i) => {
    const fromMs = sorted[i];
    return toMs - fromMs < least ? [] : [{ fromMs: fromMs + margin, toMs: toMs - margin }];
  });
  const longest = stretches.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST);
  return longest.sort((a, b) => a.fromMs - b.fromMs);
}

/** @param {Stretch} stretch */
function lengthOf({ fromMs, toMs }) {
  return toMs - fromMs;
}

/**
 * When something happens on a lane. A probe that says what it said before is routine.
 *
 * @param {Lane} lane
 */
function momentsOf(lane) {
  const spans = [...lane.segments, ...lane.pulls, ...lane.hooks];
  const marks = lane.marks.filter(
    ({ kind }, i) => lane.kind !== "probe" || kind !== lane.marks[i - 1]?.kind,
  );
  return [
    ...spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
    ...lane.wedges.flatMap(({ fromMs, toMs, dueMs }) => [fromMs, toMs, dueMs]),
    ...marks.map(({ atMs }) => atMs),
  ];
}

/**
 * What is skipped, in words: "5 min of back-off", or only how long it is.
 *
 * @param {Stretch} stretch
 * @param {Lane[]} lanes
 */
export function skippedSaid(stretch, lanes) {
  const time = duration(Math.round(lengthOf(stretch) / 1000) * 1000);
  const waits = lanes.some(({ segments }) =>
    segments.some(
      ({ look, fromMs, toMs }) =>
        look === "backoff" && fromMs <= stretch.fromMs && toMs >= stretch.toMs,
    ),
  );
  return waits
    ? interpolate(gettext("… %(time)s of back-off …"), { time })
    : interpolate(gettext("… %(time)s …"), { time });
}
