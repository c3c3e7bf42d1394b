/** The state of everything at a moment, by binary search in what is sorted by time. */

import { millis } from "../wire/records.js";

/**
 * The index of the last item at or before a moment, or -1.
 *
 * @template T
 * @param {T[]} items     sorted by time
 * @param {number} atMs
 * @param {(item: T) => number} timeOf
 */
export function lastIndexAt(items, atMs, timeOf) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(items[middle]) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * @template {{t: number}} R
 * @param {R[]} records
 * @param {number} atMs
 * @returns {R | null}
 */
function recordAt(records, atMs) {
  return records[lastIndexAt(records, atMs, millis)] ?? null;
}

/**
 * The records up to and with a moment.
 *
 * @template {{t: number}} R
 * @param {R[]} records
 * @param {number} atMs
 */
export function recordsUntil(records, atMs) {
  return records.slice(0, lastIndexAt(records, atMs, millis) + 1);
}

/**
 * A Pod as the API shows it at a moment; null before its creation and after its end.
 *
 * @param {import("./history.js").PodStory} story
 * @param {number} atMs
 */
export function podAt(story, atMs) {
  if (story.goneMs !== null && atMs >= story.goneMs) return null;
  return recordAt(story.updates, atMs);
}

/**
 * @param {import("./history.js").EndpointChange[]} changes
 * @param {number} atMs
 */
export function endpointAt(changes, atMs) {
  return changes[lastIndexAt(changes, atMs, (change) => change.atMs)] ?? null;
}
