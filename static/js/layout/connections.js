/**
 * What ties lanes together: the order in which containers may start, and the thread from a
 * cause to its effects.
 */

import { millis } from "../wire/records.js";
import { changesOf } from "./changes.js";

/**
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {import("./history.js").History} History
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 */

/** @typedef {{fromKey: string, toKey: string, fromMs: number, toMs: number}} Link */

/**
 * The next may board only when the last has left: an init container by its end, a sidecar by
 * its start.
 *
 * @param {Lane[]} lanes
 * @returns {Link[]}
 */
export function startOrder(lanes) {
  const inOrder = lanes.filter((lane) => ["init", "sidecar"].includes(lane.kind));
  const app = lanes.find((lane) => lane.kind === "app" && lane.rail);
  const chain = app ? [...inOrder, app] : inOrder;
  return chain.slice(1).flatMap((lane, i) => {
    const before = chain[i];
    const fromMs = releasedAt(before);
    if (fromMs === null || !lane.rail || lane.rail.fromMs < fromMs) return [];
    return [{ fromKey: before.key, toKey: lane.key, fromMs, toMs: lane.rail.fromMs }];
  });
}

/**
 * @param {Lane} lane
 * @returns {number | null}
 */
function releasedAt(lane) {
  if (lane.kind === "sidecar") return lane.rail?.fromMs ?? null;
  return lane.marks.find((mark) => mark.kind === "exit-done")?.atMs ?? null;
}

/** Causes further back than this are told in words, not by the thread. */
const THREAD_MS = 500;

/**
 * The lanes that the causes of one instant run through, by key.
 *
 * @param {WireRecord[]} records   of the step, and the chain of causes
 * @param {number} atMs
 * @param {History} history
 * @param {string} uid             of the Pod whose lanes are shown
 * @returns {string[]}
 */
export function threadKeys(records, atMs, history, uid) {
  const near = records.filter((record) => Math.abs(millis(record) - atMs) <= THREAD_MS);
  return [...new Set(near.flatMap((record) => keysOf(record, history, uid)))];
}

/**
 * @param {WireRecord} record
 * @param {History} history
 * @param {string} uid
 * @returns {string[]}
 */
function keysOf(record, history, uid) {
  const story = history.storyOf(record);
  if (story && story.uid !== uid) return [];
  if (record.type === "process") return processKeys(record);
  if (record.type === "object") return endpointKeys(record, history, uid);
  if (record.type !== "pod") return [];
  return changesOf(history.previous.get(record.id) ?? null, record).flatMap((change) => {
    if (change.kind === "phase") return ["phase"];
    if (change.kind === "condition" && change.type === "Ready" && change.from)
      return ["condition/Ready"];
    const turned =
      change.kind === "container" && change.from && change.from.ready !== change.to.ready;
    return turned ? [`container/${change.name}`] : [];
  });
}

/** @param {import("../wire/records.js").ProcessRecord} record */
function processKeys(record) {
  if (record.what === "probe") return [`probe/${record.container}/${record.probe}`];
  if (record.what === "grace") return ["grace"];
  return record.container ? [`container/${record.container}`] : [];
}

/**
 * @param {import("../wire/records.js").ObjectRecord} record
 * @param {History} history
 * @param {string} uid
 */
function endpointKeys(record, history, uid) {
  const endpoints = history.pods.get(uid)?.endpoints ?? new Map();
  return [...endpoints].flatMap(([service, changes]) =>
    changes.some((/** @type {{record: WireRecord}} */ change) => change.record.id === record.id)
      ? [`service/${service}`]
      : [],
  );
}
