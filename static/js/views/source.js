/** What the manifest shows of the moment: the line of the cause, and which lines have acted. */

import { placeOf } from "../layout/fields.js";
import { lastIndexAt } from "../layout/status-at.js";
import { millis } from "../wire/records.js";

/**
 * @typedef {import("./picture.js").Picture} Picture
 * @typedef {{line: number, state: string, label: string}} Dot
 * @typedef {{cause: number | null, dots: Dot[], idle: number[]}} Marks   `idle`: what those lines
 *   say changes nothing here
 */

/**
 * @typedef {object} Known   the dots after so many records of a version of a trace
 * @property {number} version
 * @property {number} count
 * @property {Map<number, Dot>} dots
 */

/** @type {WeakMap<import("../store/trace.js").Trace, Known>} */
const known = new WeakMap();

/**
 * @param {Picture} picture
 * @returns {Marks}
 */
export function sourceMarks({ trace, store, atMs, causeLine }) {
  const idle = (store.opened?.honesty?.fields ?? []).map(({ line }) => line);
  const dots = trace ? dotsAt(trace, atMs, store.opened?.positions ?? {}) : [];
  return { cause: causeLine, dots, idle };
}

/**
 * Where the playhead has only gone on, only what is new is looked at.
 *
 * @param {import("../store/trace.js").Trace} trace
 * @param {number} atMs
 * @param {import("../wire/records.js").Positions} positions
 * @returns {Dot[]} by line
 */
function dotsAt(trace, atMs, positions) {
  const { history, version } = trace;
  const count = lastIndexAt(history.records, atMs, millis) + 1;
  let at = known.get(trace);
  if (!at || at.version !== version || at.count > count) {
    at = { version, count: 0, dots: new Map() };
    known.set(trace, at);
  }
  for (; at.count < count; at.count++) {
    const record = history.records[at.count];
    if (!record.fields?.length) continue;
    const story = history.storyOf(record);
    const place = story && placeOf(positions, story, record.fields[0]);
    if (!place?.exact) continue;
    const { line } = place;
    at.dots.set(line, { line, state: stateOf(record), label: record.rule ?? "" });
  }
  return [...at.dots.values()].sort((a, b) => a.line - b.line);
}

/** @param {import("../wire/records.js").WireRecord} record */
function stateOf(record) {
  if (record.type === "pod") return "ready";
  if (record.type !== "process") return "done";
  if (record.what === "probe") return record.result === "success" ? "ready" : "fail";
  if (record.what === "exit" || record.what === "oom") return record.exitCode ? "fail" : "done";
  if (["signal", "grace", "hook-start"].includes(record.what)) return "term";
  if (record.what === "backoff") return "wait";
  return record.what.startsWith("pull") ? "pull" : "run";
}
