/** The line that `kubectl get pod` prints at a moment, and which of its cells have changed. */

import { podAt } from "./status-at.js";

/**
 * @typedef {object} BoardLine
 * @property {string} name
 * @property {string} ready
 * @property {string} status
 * @property {string} restarts   with "(5s ago)"
 * @property {string} age
 */

/**
 * A length of time as kubectl writes it.
 *
 * Mirrors HumanDuration in k8s.io/apimachinery/pkg/util/duration/duration.go.
 *
 * @param {number} milliseconds
 */
export function humanDuration(milliseconds) {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return pair(minutes, "m", seconds % 60, "s");
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return pair(hours, "h", minutes % 60, "m");
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return pair(days, "d", hours % 24, "h");
  if (hours < 2 * 365 * 24) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? pair(years, "y", days % 365, "d") : `${years}y`;
}

/**
 * @param {number} big
 * @param {string} bigUnit
 * @param {number} small
 * @param {string} smallUnit
 */
function pair(big, bigUnit, small, smallUnit) {
  return small ? `${big}${bigUnit}${small}${smallUnit}` : `${big}${bigUnit}`;
}

/**
 * @param {import("../wire/records.js").PodRecord} pod
 * @param {number} atMs
 * @returns {BoardLine}
 */
export function lineOf(pod, atMs) {
  const bornMs = (pod.creationTimestamp ?? 0) * 1000;
  const restarted = pod.lastRestartAt == null ? null : pod.lastRestartAt * 1000;
  const ago = restarted === null ? "" : ` (${humanDuration(Math.max(0, atMs - restarted))} ago)`;
  return {
    name: pod.name,
    ready: pod.ready_column,
    status: pod.status_column,
    restarts: `${pod.restarts_column}${ago}`,
    age: humanDuration(atMs - bornMs),
  };
}

/**
 * @param {import("./history.js").PodStory} story
 * @param {number} atMs
 * @returns {BoardLine | null} null where kubectl would find no such Pod
 */
export function boardAt(story, atMs) {
  const pod = podAt(story, atMs);
  return pod && lineOf(pod, atMs);
}

/**
 * The cells that a step has changed: yellow, as it is what the step has led to.
 *
 * @param {import("./history.js").PodStory} story
 * @param {import("./steps.js").Step | null} step
 * @param {number} atMs
 * @returns {(keyof BoardLine)[]}
 */
export function changedCells(story, step, atMs) {
  if (!step) return [];
  const before = podAt(story, step.fromMs - 1);
  const after = podAt(story, Math.min(step.atMs, atMs));
  if (!before || !after) return [];
  /** @type {[keyof BoardLine, boolean][]} */
  const cells = [
    ["ready", before.ready_column !== after.ready_column],
    ["status", before.status_column !== after.status_column],
    ["restarts", before.restarts_column !== after.restarts_column],
  ];
  return cells.filter(([, changed]) => changed).map(([cell]) => cell);
}
