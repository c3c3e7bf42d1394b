/** Groups of lanes: what folds together, and in which order they lie. */

import { gettext } from "../store/words.js";

/** @typedef {import("./lanes.js").Lane} Lane */

/** @typedef {{key: string, title: string, foldable: boolean, folded: boolean}} Group */

/** What is left of a folded group; where nothing is named, its first lane. */
/** @type {Record<string, (lane: Lane) => boolean>} */
const LEFT = {
  pod: ({ kind }) => kind === "status",
  conditions: ({ kind }) => kind === "ready",
};

/**
 * The group that a lane folds and moves with.
 *
 * @param {Lane} lane
 */
export function groupOf({ kind, key }) {
  if (kind === "phase" || kind === "status") return "pod";
  if (kind === "condition" || kind === "ready") return "conditions";
  if (kind === "endpoint") return "service";
  if (kind === "traffic") return "traffic";
  if (kind === "probe") return `container/${key.split("/")[1]}`;
  if (kind === "pod" || kind === "owner" || kind === "set") return "pods";
  return kind === "branch" ? "branches" : key;
}

/**
 * @param {Lane[]} lanes
 * @returns {Map<string, Lane[]>}
 */
function grouped(lanes) {
  /** @type {Map<string, Lane[]>} */
  const groups = new Map();
  for (const lane of lanes) {
    const key = groupOf(lane);
    const known = groups.get(key);
    if (known) known.push(lane);
    else groups.set(key, [lane]);
  }
  return groups;
}

/**
 * The groups as they lie, those that were never moved in their own order behind the place
 * where they would be.
 *
 * @param {string[]} keys
 * @param {string[]} order
 */
export function inOrder(keys, order) {
  const moved = order.filter((key) => keys.includes(key));
  const next = moved.values();
  return keys.map((key) => (moved.includes(key) ? (next.next().value ?? key) : key));
}

/**
 * @param {Lane[]} lanes
 * @param {{folded: string[], order: string[]}} sight
 * @returns {Lane[]}
 */
export function arranged(lanes, { folded, order }) {
  const groups = grouped(lanes);
  return inOrder([...groups.keys()], order).flatMap((key) => {
    const group = groups.get(key) ?? [];
    if (!folded.includes(key)) return group;
    const left = LEFT[key];
    return left ? group.filter(left) : group.slice(0, 1);
  });
}

/**
 * @param {Lane[]} lanes
 * @param {{folded: string[], order: string[]}} sight
 * @returns {Group[]}
 */
export function groupsOf(lanes, { folded, order }) {
  const groups = grouped(lanes);
  return inOrder([...groups.keys()], order).map((key) => {
    const group = groups.get(key) ?? [];
    const title = group[0].title || group[0].sub;
    const names = key === "conditions" ? group.map((lane) => lane.title).join(", ") : title;
    const name = key === "pods" ? gettext("Pods") : names;
    return { key, title: name, foldable: group.length > 1, folded: folded.includes(key) };
  });
}

/**
 * The order after one group has changed places with its neighbour.
 *
 * @param {string[]} keys   as they lie now
 * @param {string} key
 * @param {1 | -1} by
 */
export function movedBy(keys, key, by) {
  const from = keys.indexOf(key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= keys.length) return keys;
  return keys.with(from, keys[to]).with(to, key);
}
