/** What led to a record: its chain of causes, and the fields and commands that decided it. */

import { changesOf } from "./changes.js";
import { placeFor } from "./fields.js";

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {import("../wire/records.js").InputRecord} InputRecord
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 * @typedef {import("../wire/records.js").Positions} Positions
 * @typedef {import("./history.js").History} History
 */

/** No story is longer: a guard against one that bites its own tail. */
const MOST_RECORDS = 2000;

/**
 * From an effect back to the first cause that a line of the manifest or a person decided.
 *
 * @param {WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 */
export function chainOf(record, history, positions) {
  /** @type {WireRecord[]} */
  const chain = [];
  let at = /** @type {WireRecord | undefined} */ (record);
  while (at && chain.length < MOST_RECORDS) {
    const before = chain.at(-1) ?? null;
    chain.push(at);
    const grace = graceOf(at, history);
    if (grace) chain.push(grace);
    const field = decidingField(at, before, history, positions);
    const ends = field && !answers(at, before, field, history, positions);
    if (at.type === "input" || ends) break;
    at = at.cause ? history.byId.get(at.cause) : undefined;
  }
  return chain;
}

/**
 * The first line of the manifest that decided a record, or the cause of it.
 *
 * @param {WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 * @returns {number | null}
 */
export function causeLine(record, history, positions) {
  const chain = chainOf(record, history, positions);
  for (const [i, link] of chain.entries()) {
    const field = decidingField(link, chain[i - 1] ?? null, history, positions);
    const line = field ? writtenAt(link, field, history, positions) : null;
    if (line !== null) return line;
  }
  return null;
}

/**
 * The field that made a record so, "" where none did. Which signal ends a process is worth
 * telling only where somebody chose it. That a container starts again is decided by its restart
 * policy; what it does then, by its command.
 *
 * @param {WireRecord} record
 * @param {WireRecord | null} effect   what the record is told as the cause of
 * @param {History} history
 * @param {Positions} positions
 */
export function decidingField(record, effect, history, positions) {
  const { fields = [] } = record;
  if (record.type === "event" && !isPlaced(record, fields, history, positions)) return "";
  if (isGated(record, history)) return GATES;
  if (record.type !== "process") return writtenOr(fields, record, history, positions);
  if (record.what === "start" && record.attempt && !endsIn(effect)) return fields[1] ?? "";
  if (record.what.startsWith("pull-") && isOnTheWay(effect)) return "";
  const field = writtenOr(
    fields.slice(0, record.what === "start" ? 1 : undefined),
    record,
    history,
    positions,
  );
  const chosen = record.what !== "signal" || writtenAt(record, field, history, positions) !== null;
  return chosen ? field : "";
}

/** What keeps a Pod from the scheduler. */
const GATES = "spec.schedulingGates";

/**
 * Whether it is by this record that the Pod is seen to be held back by its gates.
 *
 * @param {WireRecord} record
 * @param {History} history
 */
function isGated(record, history) {
  if (record.type !== "pod") return false;
  return changesOf(history.previous.get(record.id) ?? null, record).some(
    (change) => change.kind === "condition" && change.reason === "SchedulingGated",
  );
}

/**
 * Whether it is known what the manifests say of an Event's object, a Pod's or another.
 *
 * @param {WireRecord} record
 * @param {string[]} fields
 * @param {History} history
 * @param {Positions} positions
 */
function isPlaced(record, [field], history, positions) {
  const story = history.storyOf(record);
  return Boolean(field && (story || placeFor(positions, record, story, field)));
}

/**
 * An image that arrived let a container start, but is not the reason why it did so again.
 *
 * @param {WireRecord | null} effect
 */
function isOnTheWay(effect) {
  return effect?.type === "process" && (effect.what === "start" || effect.what === "pull-end");
}

/** @param {WireRecord | null} effect */
function endsIn(effect) {
  return effect?.type === "process" && (effect.what === "exit" || effect.what === "oom");
}

/**
 * @param {string[]} fields
 * @param {WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 */
function writtenOr(fields, record, history, positions) {
  const written = fields.find((field) => writtenAt(record, field, history, positions) !== null);
  return written ?? fields[0] ?? "";
}

/**
 * @param {WireRecord} record
 * @param {string} field
 * @param {History} history
 * @param {Positions} positions
 * @returns {number | null} the line, or null where a default or no field decided
 */
function writtenAt(record, field, history, positions) {
  const place = field ? placeFor(positions, record, history.storyOf(record), field) : null;
  return place?.exact ? place.line : null;
}

/**
 * Whether a record only answers another, so that the field is half of the reason: a container
 * starts again as it has ended, a Pod is made in the place of one that is gone. Nor is it all
 * that a Pod is made in the number that is the default.
 *
 * @param {WireRecord} record
 * @param {WireRecord | null} effect   what the record is told as the cause of
 * @param {string} field
 * @param {History} history
 * @param {Positions} positions
 */
function answers(record, effect, field, history, positions) {
  if (record.type === "process") {
    const startsAgain = record.what === "start" && record.attempt && !endsIn(effect);
    return record.what === "backoff" || Boolean(startsAgain);
  }
  if (record.type !== "pod") return false;
  if (history.previous.get(record.id))
    return Boolean(record.deletionTimestamp) && !timesOut(record);
  const isDefault = writtenAt(record, field, history, positions) === null;
  return isDefault || Boolean(anotherPod(record, history));
}

/**
 * Whether its Job’s time is over: nothing else has led to that.
 *
 * @param {WireRecord} record
 */
function timesOut({ fields }) {
  return Boolean(fields?.includes("spec.activeDeadlineSeconds"));
}

/**
 * The Pod whose end or deletion led to this one's making.
 *
 * @param {WireRecord} record
 * @param {History} history
 */
function anotherPod(record, history) {
  let at = record.cause ? history.byId.get(record.cause) : undefined;
  while (at && at.type === "object") at = at.cause ? history.byId.get(at.cause) : undefined;
  return at?.type === "pod" || at?.type === "pod-deleted" ? at : null;
}

/**
 * The grace period whose end brought SIGKILL, or a signal in spite of a hook that went on.
 *
 * @param {WireRecord} record
 * @param {History} history
 * @returns {ProcessRecord | null}
 */
export function graceOf(record, history) {
  if (record.type !== "process" || record.what !== "signal") return null;
  const asked = record.cause ? history.byId.get(record.cause) : undefined;
  const since = record.signal === "KILL" ? "signal" : "hook-start";
  if (asked?.type !== "process" || asked.what !== since) return null;
  const found = history
    .storyOf(record)
    ?.processes.findLast(
      ({ what, container, id }) =>
        what === "grace" && container === record.container && id < record.id,
    );
  return found ?? null;
}

/**
 * What somebody did that led to the end of a chain, beside applying the manifests. What a
 * container does while it runs is not the doing of whoever once had it started.
 *
 * @param {WireRecord[]} chain
 * @param {History} history
 * @returns {InputRecord | null}
 */
export function actBehind(chain, history) {
  const last = chain.at(-1);
  const fault = last ? faultBehind(last, history) : null;
  if (!fault && last?.type === "process" && last.what === "probe") return null;
  let at = /** @type {WireRecord | undefined} */ (fault ?? last);
  while (at && at.type !== "input") {
    if (at !== last && at.type === "process" && at.what === "start") return null;
    at = at.cause ? history.byId.get(at.cause) : undefined;
  }
  return at && at.t > 0 ? at : null;
}

/**
 * The fault in force by which a probe fails.
 *
 * @param {WireRecord} record
 * @param {History} history
 */
function faultBehind(record, history) {
  if (record.type !== "process" || record.what !== "probe" || record.result === "success")
    return null;
  const said = history.faults.findLast(
    ({ id, message = "", uid, container }) =>
      id < record.id &&
      uid === record.uid &&
      container === record.container &&
      message.startsWith("fault probe ") &&
      message.includes(` ${record.probe} `),
  );
  return said?.what === "fault" ? said : null;
}
