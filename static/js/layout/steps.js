/**
 * The moments worth stopping at: what happens at one instant is one step.
 *
 * A probe fails, the Pod is no longer ready, its endpoint goes: three records within some
 * hundredths of a second, one step. An input always begins a step of its own.
 */

import { millis } from "../wire/records.js";
import { changesOf } from "./changes.js";
import { isEcho } from "./happenings.js";
import { lastIndexAt } from "./status-at.js";
import { lostOf } from "./traffic.js";

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {import("./history.js").History} History
 */

/**
 * @typedef {object} Step
 * @property {number} fromMs
 * @property {number} atMs          of its last record: there, all of it has happened
 * @property {WireRecord[]} records
 */

const GAP_MS = 120;
const LONGEST_MS = 400;

/**
 * @param {History} history
 * @returns {Step[]}
 */
export function stepsOf(history) {
  /** @type {Step[]} */
  const steps = [];
  const noticed = new Noticing(history);
  for (const record of history.records) {
    if (!noticed.isNotable(record)) continue;
    const ms = millis(record);
    const last = steps.at(-1);
    const joins =
      last && record.type !== "input" && ms - last.atMs <= GAP_MS && ms - last.fromMs <= LONGEST_MS;
    if (joins) {
      last.atMs = ms;
      last.records.push(record);
    } else steps.push({ fromMs: ms, atMs: ms, records: [record] });
  }
  return steps;
}

/** Which records say something new; it remembers what probes and endpoints said before. */
class Noticing {
  /** @param {History} history */
  constructor(history) {
    this.history = history;
    /** @type {Map<string, string>} */
    this.said = new Map();
  }

  /** @param {WireRecord} record */
  isNotable(record) {
    switch (record.type) {
      case "input":
      case "pod-deleted":
        return true;
      case "pod":
        return changesOf(this.history.previous.get(record.id) ?? null, record).length > 0;
      case "process":
        return this.#processIsNotable(record);
      case "event":
        return this.#eventIsNew(record);
      case "object":
        return record.kind === "EndpointSlice" && this.#endpointsAreNew(record);
      case "traffic":
        return this.#lossIsNew(record);
      default:
        return false;
    }
  }

  /** @param {import("./history.js").ProcessRecord} record */
  #processIsNotable(record) {
    if (record.what === "probe") return this.#probeIsNotable(record);
    if (record.what === "pull-end") this.#forget(`event/Pod/${record.pod}/Failed/`);
    if (record.what !== "backoff") return record.what !== "grace-end";
    const until = String(record.until);
    return this.#isNew(`backoff/${record.uid}/${record.container}`, until);
  }

  /**
   * What the API says again and again is news once; only generated names may differ.
   *
   * @param {import("./history.js").EventRecord} event
   */
  #eventIsNew(event) {
    const { event_type, object, reason, message } = event;
    if (NEWS.has(reason)) return this.#isNew(`event/${object}/${reason}`, message);
    if (event_type !== "Warning" || isEcho(event)) return false;
    const said = message.replace(SIMILAR, "").replace(/-[a-z0-9]{5}"/g, '"');
    return this.#isNew(`event/${object}/${reason}/${said}`, "said");
  }

  /**
   * Another attempt has another outcome, though it be told in the same words.
   *
   * @param {string} prefix
   */
  #forget(prefix) {
    for (const key of this.said.keys()) if (key.startsWith(prefix)) this.said.delete(key);
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  #isNew(key, value) {
    const isNew = this.said.get(key) !== value;
    this.said.set(key, value);
    return isNew;
  }

  /** @param {import("../wire/records.js").TrafficRecord} record */
  #lossIsNew({ what, namespace, service, counts }) {
    if (what === "learn") return false;
    const key = `traffic/${namespace}/${service}`;
    const now = lostOf(counts) ? "lost" : "";
    const isNew = now !== "" && this.said.get(key) !== now;
    this.said.set(key, now);
    return isNew;
  }

  /** @param {import("./history.js").ProcessRecord} probe */
  #probeIsNotable(probe) {
    const key = `${probe.uid}/${probe.container}/${probe.attempt ?? 0}/${probe.probe}`;
    const isNew = this.said.get(key) !== probe.result;
    this.said.set(key, probe.result ?? "");
    return isNew || ((probe.count ?? 0) <= (probe.threshold ?? 0) && probe.result !== "success");
  }

  /** @param {import("./history.js").ObjectRecord} slice */
  #endpointsAreNew(slice) {
    const states = (slice.endpoints ?? []).map((e) => [e.pod, e.ready, e.serving, e.terminating]);
    const text = JSON.stringify(slice.verb === "deleted" ? [] : states);
    const key = `${slice.namespace}/${slice.name}`;
    const isNew = (this.said.get(key) ?? "[]") !== text;
    this.said.set(key, text);
    return isNew;
  }
}

const SIMILAR = /^\(combined from similar events\): /;

/** What nobody else says, though it warns of nothing. */
const NEWS = new Set(["DeadlineExceeded"]);

/**
 * The step that is under way at a moment, or was the last: it begins with its first record.
 *
 * @param {Step[]} steps
 * @param {number} atMs
 * @returns {Step | null}
 */
export function stepAt(steps, atMs) {
  return steps[lastIndexAt(steps, atMs, (step) => step.fromMs)] ?? null;
}

/**
 * The moment of the next step after, or the last before, a moment; null if there is none.
 *
 * @param {Step[]} steps
 * @param {number} atMs
 * @param {1 | -1} direction
 */
export function neighbour(steps, atMs, direction) {
  const at = lastIndexAt(steps, atMs, (step) => step.atMs);
  if (direction > 0) return steps[at + 1]?.atMs ?? null;
  const before = steps[at]?.atMs === Math.floor(atMs) ? at - 1 : at;
  return steps[before]?.atMs ?? null;
}
