/** How many of an owner's Pods are ready, on their way or at their end, over time. */

import { millis } from "../wire/records.js";
import { lastIndexAt } from "./status-at.js";

/**
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("../wire/records.js").PodRecord} PodRecord
 * @typedef {import("../wire/records.js").ObjectRecord} ObjectRecord
 */

/**
 * What a Pod counts as: a number is ready and of that generation (0 if there are none).
 *
 * @typedef {number | "failed" | "done" | "waiting" | "ending"} Part
 */

/** @typedef {{atMs: number, from: Part | null, to: Part | null}} Turn   from one part to another */

/**
 * @typedef {object} Headcount
 * @property {Part[]} parts      from the foot of the stack to its top
 * @property {{atMs: number, counts: number[]}[]} steps   from each moment on, so many of each part
 * @property {{atMs: number, count: number}[]} desired    as the owner's spec says
 * @property {number} most       the highest that either ever is
 */

/**
 * @param {PodStory[]} stories
 * @param {(story: PodStory) => number} orderOf   which generation a Pod is
 * @param {ObjectRecord[]} records                of the owner
 * @returns {Headcount}
 */
export function headcountOf(stories, orderOf, records) {
  const turns = stories.flatMap((story) => turnsOf(story, orderOf(story)));
  return tallied(turns, desiredOf(records));
}

/**
 * @param {Turn[]} unsorted
 * @param {Headcount["desired"]} desired
 * @returns {Headcount}
 */
export function tallied(unsorted, desired) {
  const turns = unsorted.toSorted((a, b) => a.atMs - b.atMs);
  const parts = partsIn(turns);
  const counts = parts.map(() => 0);
  /** @type {Headcount["steps"]} */
  const steps = [];
  for (const { atMs, from, to } of turns) {
    if (from !== null) counts[parts.indexOf(from)] -= 1;
    if (to !== null) counts[parts.indexOf(to)] += 1;
    const last = steps.at(-1);
    if (last?.atMs === atMs) last.counts = [...counts];
    else steps.push({ atMs, counts: [...counts] });
  }
  const totals = steps.map((step) => step.counts.reduce((sum, one) => sum + one, 0));
  const most = [...totals, ...desired.map(({ count }) => count)].reduce(
    (a, b) => Math.max(a, b),
    1,
  );
  return { parts, steps, desired, most };
}

/**
 * The ready ones lie at the foot, so that their edge is to be held against what is desired.
 *
 * @param {{to: Part | null}[]} turns
 */
function partsIn(turns) {
  const seen = new Set(turns.map(({ to }) => to));
  const ready = /** @type {number[]} */ ([...seen].filter((part) => typeof part === "number"));
  const others = /** @type {Part[]} */ (["done", "failed", "waiting", "ending"]);
  return [...ready.sort((a, b) => a - b), ...others.filter((part) => seen.has(part))];
}

/**
 * @param {PodStory} story
 * @param {number} order
 */
function turnsOf(story, order) {
  /** @type {Turn[]} */
  const turns = [];
  /** @type {Part | null} */
  let from = null;
  for (const pod of story.updates) {
    const to = partOf(pod, order);
    if (to !== from) turns.push({ atMs: millis(pod), from, to });
    from = to;
  }
  if (story.goneMs !== null) turns.push({ atMs: story.goneMs, from, to: null });
  return turns;
}

/**
 * A Pod that is being deleted counts no more for its controller, ready or not.
 *
 * @param {PodRecord} pod
 * @param {number} order
 * @returns {Part}
 */
function partOf(pod, order) {
  if (pod.phase === "Succeeded") return "done";
  if (pod.phase === "Failed") return "failed";
  if (pod.deletionTimestamp != null) return "ending";
  const ready = pod.conditions.some(({ type, status }) => type === "Ready" && status === "True");
  return ready ? order : "waiting";
}

/**
 * How many there shall be, read from what `kubectl get` prints: Desired, or the second number
 * of READY or COMPLETIONS.
 *
 * @param {ObjectRecord[]} records
 */
function desiredOf(records) {
  /** @type {Headcount["desired"]} */
  const found = [];
  for (const record of records) {
    const columns = record.columns ?? {};
    const text = columns.Desired ?? String(columns.Ready ?? columns.Completions).split("/")[1];
    const count = record.verb === "deleted" ? 0 : Number.parseInt(String(text), 10);
    if (Number.isNaN(count) || found.at(-1)?.count === count) continue;
    found.push({ atMs: millis(record), count });
  }
  return found;
}

/**
 * @param {Headcount} headcount
 * @param {number} atMs
 * @returns {{ready: number, desired: number | null, total: number, done: number}}
 */
export function countAt({ parts, steps, desired }, atMs) {
  const at = (/** @type {{atMs: number}[]} */ items) =>
    lastIndexAt(items, atMs, (item) => item.atMs);
  const counts = steps[at(steps)]?.counts ?? [];
  const sum = (/** @type {(part: Part) => boolean} */ which) =>
    counts.reduce((all, count, i) => all + (which(parts[i]) ? count : 0), 0);
  return {
    ready: sum((part) => typeof part === "number"),
    done: sum((part) => part === "done"),
    total: sum(() => true),
    desired: desired[at(desired)]?.count ?? null,
  };
}

/**
 * The edges of one part's area between two moments, with no more corners than can be seen.
 *
 * @param {Headcount} headcount
 * @param {number} index    of the part
 * @param {(ms: number) => number} xOf
 * @param {{left: number, right: number}} edges
 * @returns {{x: number, low: number, high: number}[]} from each x on the part lies between these
 *   two counts; the last x is the right edge
 */
export function areaOf({ steps }, index, xOf, { left, right }) {
  /** @type {{x: number, low: number, high: number}[]} */
  const corners = [];
  for (const { atMs, counts } of steps) {
    const x = Math.round(Math.max(left, xOf(atMs)) * 2) / 2;
    if (x >= right) break;
    const low = counts.slice(0, index).reduce((sum, one) => sum + one, 0);
    const corner = { x, low, high: low + counts[index] };
    const last = corners.at(-1);
    if (last?.x === x) corners[corners.length - 1] = corner;
    else if (last?.low !== corner.low || last.high !== corner.high) corners.push(corner);
  }
  const last = corners.at(-1);
  return last ? [...corners, { ...last, x: right }] : [];
}
