/** What the host points at: the record that is chosen, else what the moment is about. */

import { sentenceOf } from "./sentence.js";
import { stepAt } from "./steps.js";

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {{record: number | null, subject: string}} Pointed
 */

/**
 * @param {{history: import("./history.js").History, steps: import("./steps.js").Step[]}} trace
 * @param {number} atMs
 * @param {number | null} selected   the record that is chosen
 * @returns {Pointed}
 */
export function pointedAt({ history, steps }, atMs, selected) {
  const step = stepAt(steps, atMs);
  const record =
    (selected === null ? undefined : history.byId.get(selected)) ??
    (step ? sentenceOf(step, history).record : null);
  return record ? { record: record.id, subject: subjectOf(record) } : { record: null, subject: "" };
}

/**
 * The object that a record is about, as the API names it: the same in every language.
 *
 * @param {WireRecord} record
 */
export function subjectOf(record) {
  switch (record.type) {
    case "pod":
    case "pod-deleted":
      return `Pod/${record.name}`;
    case "event":
      return record.object;
    case "object":
      return `${record.kind}/${record.name}`;
    case "process":
    case "log":
      return `Pod/${record.pod}${record.container ? ` ${record.container}` : ""}`;
    case "traffic":
      return `Service/${record.service}`;
    case "input":
    case "printed":
      return record.line;
  }
}
