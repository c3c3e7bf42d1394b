/** What the manifest shows of the moment: the line of the cause, and which lines have acted. */

import { placeOf } from "../layout/fields.js";
import { recordsUntil } from "../layout/status-at.js";

/**
 * @typedef {import("./picture.js").Picture} Picture
 * @typedef {{line: number, state: string, label: string}} Dot
 * @typedef {{cause: number | null, dots: Dot[], idle: number[]}} Marks   `idle`: what those lines
 *   say changes nothing here
 */

/**
 * @param {Picture} picture
 * @returns {Marks}
 */
export function sourceMarks({ trace, store, atMs, causeLine }) {
  const positions = store.opened?.positions ?? {};
  /** @type {Map<number, Dot>} */
  const dots = new Map();
  for (const record of recordsUntil(trace?.history.records ?? [], atMs)) {
    if (!record.fields?.length) continue;
    const story = trace?.history.storyOf(record);
    const place = story && placeOf(positions, story, record.fields[0]);
    if (place?.exact)
      dots.set(place.line, { line: place.line, state: stateOf(record), label: record.rule ?? "" });
  }
  const idle = (store.opened?.honesty?.fields ?? []).map(({ line }) => line);
  return { cause: causeLine, dots: [...dots.values()].sort((a, b) => a.line - b.line), idle };
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
