/** The requests to a Service at a moment: who sends to which Pod, and which are being lost. */

import { millis } from "../wire/records.js";
import { lastIndexAt, recordsUntil } from "./status-at.js";

/**
 * @typedef {import("../wire/records.js").TrafficRecord} TrafficRecord
 * @typedef {Record<string, number>} Counts   by outcome
 */

/** A loss stays to be seen for so long. */
const SEEN_MS = 1000;

/**
 * What a client sends at a moment.
 *
 * @param {TrafficRecord[]} traffic   of one Service
 * @param {number} atMs
 * @returns {{rps: number, via: string} | null} null while nobody sends
 */
export function clientAt(traffic, atMs) {
  const last = recordsUntil(traffic, atMs).findLast(({ what }) => ["start", "stop"].includes(what));
  return last?.what === "start" ? { rps: last.rps, via: last.via } : null;
}

/**
 * Who sends to which Pod, as far as each has heard.
 *
 * @param {TrafficRecord[]} traffic
 * @param {number} atMs
 * @returns {Map<string, string[]>} by the name of the Pod
 */
export function sendersAt(traffic, atMs) {
  /** @type {Map<string, string[]>} */
  const known = new Map();
  for (const record of recordsUntil(traffic, atMs)) {
    if (record.what === "start") {
      known.clear();
      for (const entry of record.entry.split(",")) known.set(entry, record.pods);
    }
    if (record.what === "learn") known.set(record.entry, record.pods);
    if (record.what === "stop") known.clear();
  }
  /** @type {Map<string, string[]>} */
  const senders = new Map();
  for (const [entry, pods] of known) {
    for (const pod of pods) senders.set(pod, [...(senders.get(pod) ?? []), entry]);
  }
  return senders;
}

/**
 * The requests that are being lost, or just were. A second is told when it is over, so the
 * record of one that is under way lies ahead.
 *
 * @param {TrafficRecord[]} traffic
 * @param {number} atMs
 * @returns {Map<string, Counts>} by the name of the Pod, "" for those that found none
 */
export function losingAt(traffic, atMs) {
  /** @type {Map<string, Counts>} */
  const found = new Map();
  const from = lastIndexAt(traffic, atMs - SEEN_MS - 1, millis) + 1;
  for (const loss of lossesIn(traffic, from, atMs)) {
    if (loss.to * 1000 + SEEN_MS < atMs) continue;
    const counts = found.get(loss.pod) ?? {};
    found.set(loss.pod, plus(counts, loss.outcome, soFar(loss, atMs)));
  }
  return found;
}

/**
 * What is lost already of the second under way: the totals don't have it yet.
 *
 * @param {TrafficRecord[]} traffic
 * @param {number} atMs
 * @returns {Counts}
 */
export function lostSinceTold(traffic, atMs) {
  const next = lastIndexAt(traffic, atMs, millis) + 1;
  return lossesIn(traffic, next, atMs).reduce(
    (counts, loss) => plus(counts, loss.outcome, soFar(loss, atMs)),
    /** @type {Counts} */ ({}),
  );
}

/** @typedef {TrafficRecord["lost"][number]} Loss */

/**
 * @param {TrafficRecord[]} traffic
 * @param {number} from   index of the first record that is looked at
 * @param {number} atMs
 * @returns {Loss[]} those that have begun
 */
function lossesIn(traffic, from, atMs) {
  const to = lastIndexAt(traffic, atMs + SEEN_MS, millis) + 1;
  return traffic
    .slice(from, to)
    .flatMap(({ lost }) => lost ?? [])
    .filter((loss) => loss.from * 1000 <= atMs);
}

/**
 * They lie evenly between the first and the last.
 *
 * @param {Loss} loss
 * @param {number} atMs
 */
function soFar({ count, from, to }, atMs) {
  if (atMs >= to * 1000) return count;
  return 1 + Math.floor(((count - 1) * (atMs - from * 1000)) / ((to - from) * 1000));
}

/**
 * @param {Counts} counts
 * @param {string} outcome
 * @param {number} more
 * @returns {Counts}
 */
function plus(counts, outcome, more) {
  return { ...counts, [outcome]: (counts[outcome] ?? 0) + more };
}
