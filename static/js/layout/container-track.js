/**
 * The life of one container: waiting, running, ready, ending, its ends and its next starts.
 *
 * Two witnesses tell it. The runtime's records say what its process really does; the API
 * says why it waits and whether it is ready, and comes a little later. As soon as the
 * runtime has spoken of a container, its word counts for whether it runs.
 */

import { gettext, interpolate, told } from "../store/words.js";
import { millis } from "../wire/records.js";
import { duration } from "./axis.js";
import { Track, without } from "./track.js";

/**
 * @typedef {import("./track.js").Segment} Segment
 * @typedef {import("./track.js").Mark} Mark
 * @typedef {import("../wire/records.js").ContainerStatus} ContainerStatus
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 * @typedef {import("../wire/records.js").PodRecord} PodRecord
 */

/**
 * @typedef {object} Hook
 * @property {number} fromMs
 * @property {number} toMs
 * @property {boolean} failed
 * @property {string} text
 * @property {string} label
 * @property {number} record
 */

/**
 * @typedef {object} ContainerTrack
 * @property {Segment[]} segments
 * @property {Segment[]} pulls
 * @property {Hook[]} hooks
 * @property {Mark[]} marks
 * @property {number | null} startedMs   of its first start
 * @property {number | null} endedMs     of its last end, if it does not run again
 * @property {string} ending             that end in words
 */

/**
 * @param {import("./history.js").PodStory} story
 * @param {ContainerStatus} container
 * @param {number} endMs
 * @returns {ContainerTrack}
 */
export function containerTrack(story, container, endMs) {
  const reading = new Reading(container);
  for (const record of witnesses(story, container.name)) {
    if (record.type === "pod") reading.hearApi(record);
    else reading.hearRuntime(record);
  }
  return reading.finish(story.goneMs ?? endMs);
}

/**
 * @param {import("./history.js").PodStory} story
 * @param {string} name
 */
function witnesses(story, name) {
  const processes = story.processes.filter((record) => record.container === name);
  return [...story.updates, ...processes].sort((a, b) => a.id - b.id);
}

/** The names of signals by which a process is told, with their numbers. */
const SIGNALS = /** @type {Record<string, number>} */ ({
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  TERM: 15,
  STOP: 19,
});

class Reading {
  /** @param {ContainerStatus} container */
  constructor(container) {
    this.name = container.name;
    this.kind = container.kind;
    this.track = new Track();
    /** @type {Segment[]} */
    this.pulls = [];
    /** @type {Hook[]} */
    this.hooks = [];
    /** @type {Mark[]} */
    this.marks = [];
    this.runtimeSpeaks = false;
    this.alive = false;
    this.ready = false;
    this.wasReady = false;
    this.ending = false;
    this.attempt = 0;
    this.waiting = "";
    this.backoffUntil = 0;
    /** @type {string[]} */
    this.backoffTexts = [];
    /** @type {number | null} */
    this.startedMs = null;
    /** @type {number | null} */
    this.endedMs = null;
    this.lastEnd = "";
  }

  /** @param {PodRecord} pod */
  hearApi(pod) {
    const status = pod.containers.find((c) => c.name === this.name);
    const atMs = millis(pod);
    if (!status) return;
    if (pod.deletionTimestamp != null && this.alive) this.ending = true;
    if (!this.runtimeSpeaks) this.#believe(status, pod, atMs);
    this.ready = status.ready && this.alive;
    this.wasReady ||= this.ready;
    this.waiting = status.state === "waiting" ? (status.reason ?? "") : "";
    this.#paint(atMs, pod.id);
  }

  /** @param {ProcessRecord} record */
  hearRuntime(record) {
    const atMs = millis(record);
    const answer = HEARD[record.what];
    if (!answer) return;
    answer(this, record, atMs);
    this.#paint(atMs, record.id);
  }

  /** @param {number} endMs */
  finish(endMs) {
    this.track.end(endMs);
    for (const span of [...this.hooks, ...this.pulls]) span.toMs = Math.min(span.toMs, endMs);
    return {
      segments: without(this.track.segments, this.pulls),
      pulls: this.pulls,
      hooks: this.hooks,
      marks: this.marks,
      startedMs: this.startedMs,
      endedMs: this.endedMs,
      ending: this.lastEnd,
    };
  }

  /**
   * Only the API has spoken: a recording of a real cluster knows no more.
   *
   * @param {ContainerStatus} status
   * @param {PodRecord} pod
   * @param {number} atMs
   */
  #believe(status, pod, atMs) {
    const runs = status.state === "running";
    const again = runs && status.restartCount > this.attempt;
    if (runs && (!this.alive || again)) this.start(pod.id, atMs, status.restartCount);
    if (status.state === "terminated" && (this.alive || this.endedMs === null)) {
      this.end(pod.id, atMs, status.exitCode ?? 0, status.reason ?? "");
    }
    if (status.state === "waiting") this.alive = false;
  }

  /**
   * @param {number} record
   * @param {number} atMs
   * @param {number} attempt
   */
  start(record, atMs, attempt) {
    this.alive = true;
    this.ending = this.ready = this.wasReady = false;
    this.backoffUntil = 0;
    this.attempt = attempt;
    this.endedMs = null;
    this.startedMs ??= atMs;
    if (attempt === 0) return;
    const values = { name: this.name, count: attempt, time: duration(atMs) };
    const label = interpolate(gettext("%(name)s: restart %(count)s at %(time)s"), values);
    this.marks.push({ kind: "restart", atMs, text: String(attempt), label, record });
  }

  /**
   * @param {number} record
   * @param {number} atMs
   * @param {number} code
   * @param {string} reason
   */
  end(record, atMs, code, reason) {
    this.alive = this.ready = this.ending = false;
    this.endedMs = atMs;
    const values = { name: this.name, code, time: duration(atMs), reason };
    this.lastEnd = interpolate(gettext("ended at %(time)s with exit code %(code)s"), values);
    const label = interpolate(gettext("%(name)s ended at %(time)s, exit code %(code)s"), values);
    const kind = code === 0 ? "exit-done" : "exit-fail";
    const told = reason === "OOMKilled" ? `${label}, OOMKilled` : label;
    this.marks.push({ kind, atMs, text: String(code), label: told, record });
    for (const hook of this.hooks) hook.toMs = Math.min(hook.toMs, atMs);
  }

  /**
   * @param {number} atMs
   * @param {number} record
   */
  #paint(atMs, record) {
    const paint = this.#look(atMs);
    this.track.change(atMs, paint && { ...paint, label: this.#label(paint.texts[0]), record });
  }

  /**
   * @param {number} atMs
   * @returns {{look: import("./track.js").Look, texts: string[]} | null}
   */
  #look(atMs) {
    if (this.alive && this.ending) return { look: "term", texts: [] };
    if (this.alive && this.ready) return { look: "ready", texts: this.#readyTexts() };
    if (this.alive) return { look: "run", texts: this.#runningTexts() };
    if (this.backoffUntil > atMs) return { look: "backoff", texts: this.backoffTexts };
    if (this.waiting && this.waiting.endsWith("BackOff")) {
      return { look: "backoff", texts: [this.waiting] };
    }
    if (this.waiting) return { look: "wait", texts: [this.waiting] };
    return null;
  }

  #readyTexts() {
    if (this.kind === "sidecar") {
      return [gettext("running: starts before the app, stops after it"), gettext("running")];
    }
    return [gettext("running, ready"), gettext("ready")];
  }

  #runningTexts() {
    if (this.kind === "init") return [gettext("running"), gettext("runs")];
    if (this.wasReady) return [gettext("not ready")];
    if (this.attempt) return [interpolate(gettext("run %(count)s"), { count: this.attempt + 1 })];
    return [gettext("running")];
  }

  /** @param {string | undefined} text */
  #label(text) {
    return told(this.name, text ?? gettext("terminating"));
  }
}

/** @type {Record<string, (reading: Reading, record: ProcessRecord, atMs: number) => void>} */
const HEARD = {
  start(reading, record, atMs) {
    reading.runtimeSpeaks = true;
    reading.start(record.id, atMs, record.attempt ?? 0);
  },
  exit(reading, record, atMs) {
    reading.end(record.id, atMs, record.exitCode ?? 0, "");
  },
  oom(reading, record, atMs) {
    if (record.exitCode != null) reading.end(record.id, atMs, record.exitCode, "OOMKilled");
  },
  signal(reading, record, atMs) {
    const name = (record.signal ?? "TERM").replace(/^SIG/, "");
    if (name === "TERM" || name === "KILL") reading.ending = reading.alive;
    const values = { name: reading.name, signal: `SIG${name}`, time: duration(atMs) };
    reading.marks.push({
      kind: name === "KILL" ? "kill" : "signal",
      atMs,
      text: String(SIGNALS[name] ?? name),
      name: `SIG${name}`,
      label: interpolate(gettext("%(signal)s to %(name)s at %(time)s"), values),
      record: record.id,
    });
  },
  "hook-start"(reading, record, atMs) {
    const name = record.hook ?? "";
    if (name === "preStop") reading.ending = reading.alive;
    const label = interpolate(gettext("%(hook)s hook of %(name)s"), {
      hook: name,
      name: reading.name,
    });
    reading.hooks.push({
      fromMs: atMs,
      toMs: Infinity,
      failed: false,
      text: name,
      label: record.handler ? told(label, record.handler) : label,
      record: record.id,
    });
  },
  "hook-end"(reading, record, atMs) {
    const hook = reading.hooks.at(-1);
    if (!hook || hook.toMs !== Infinity) return;
    hook.toMs = atMs;
    hook.failed = record.result === "failure";
  },
  "pull-start"(reading, record, atMs) {
    const label = interpolate(gettext("pulling %(image)s"), { image: record.image ?? "" });
    const texts = [gettext("pull")];
    const pull = { fromMs: atMs, toMs: Infinity, texts, label, record: record.id };
    reading.pulls.push({ ...pull, look: "pull" });
  },
  "pull-end"(reading, record, atMs) {
    const pull = reading.pulls.at(-1);
    if (!pull || pull.toMs !== Infinity) return;
    pull.toMs = atMs;
    pull.label += `, ${duration(atMs - pull.fromMs)}`;
    if (record.result === "failure") pull.label = told(pull.label, record.message ?? "");
  },
  backoff(reading, record, atMs) {
    reading.backoffUntil = (record.until ?? 0) * 1000;
    const time = duration(reading.backoffUntil - atMs);
    reading.backoffTexts = [interpolate(gettext("back-off %(time)s"), { time }), time];
  },
};
