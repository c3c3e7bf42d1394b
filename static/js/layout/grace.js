/** Grace periods: how long containers have to end, and how much of it they needed. */

import { millis } from "../wire/records.js";
import { duration } from "./axis.js";

/**
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 */

/**
 * @typedef {object} Wedge   falls from all to nothing
 * @property {number} fromMs
 * @property {number} dueMs     when SIGKILL comes
 * @property {number} toMs      when it was no longer needed
 * @property {number} overMs    when all that it was given to had ended, be it later
 * @property {number} record    id of the first that gave it
 */

/**
 * Containers that must end by the same moment share a wedge: the budget is the Pod's.
 *
 * @param {PodStory} story
 * @param {number} endMs
 * @returns {Wedge[]}
 */
export function wedgesOf(story, endMs) {
  /** @type {Map<number, ProcessRecord[]>} */
  const given = new Map();
  for (const record of story.processes) {
    if (record.what !== "grace") continue;
    const dueMs = Math.round((record.until ?? record.t) * 1000);
    given.set(dueMs, [...(given.get(dueMs) ?? []), record]);
  }
  return [...given].map(([dueMs, records]) => {
    const fromMs = millis(records[0]);
    const overMs = neededUntil(story, records);
    const toMs = Math.min(dueMs, overMs, endMs);
    return { fromMs, dueMs, toMs, overMs, record: records[0].id };
  });
}

/**
 * Whether a process of one of its containers runs.
 *
 * @param {PodStory | null} story
 * @param {number} atMs
 */
export function isAlive(story, atMs) {
  const alive = new Set();
  for (const { what, t, container } of story?.processes ?? []) {
    if (t * 1000 > atMs) break;
    if (what === "start") alive.add(container);
    else if (what === "exit") alive.delete(container);
  }
  return alive.size > 0;
}

/**
 * Grace is over when the last process that it was given to has ended.
 *
 * @param {PodStory} story
 * @param {ProcessRecord[]} records
 */
function neededUntil(story, records) {
  const ends = records.map((given) => {
    const end = story.processes.find(
      (record) =>
        (record.what === "exit" || record.what === "oom") &&
        record.container === given.container &&
        record.id > given.id,
    );
    return end ? millis(end) : (story.goneMs ?? Infinity);
  });
  return Math.max(...ends);
}

/**
 * The seconds of a wedge that are left at a moment.
 *
 * @param {Wedge} wedge
 * @param {number} atMs
 */
export function graceLeft(wedge, atMs) {
  return duration(Math.max(0, wedge.dueMs - atMs));
}
