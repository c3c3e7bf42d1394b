/**
 * How a Pod, or one run of a container, comes to its end: who tells whom, who waits for whom,
 * and on what the grace period is spent.
 *
 * The order is that of the kubelet's killContainer in
 * pkg/kubelet/kuberuntime/kuberuntime_container.go: hook, SIGTERM, SIGKILL, out of one budget.
 */

import { gettext, interpolate } from "../store/words.js";
import { millis } from "../wire/records.js";
import { duration } from "./axis.js";
import { isAlive, wedgesOf } from "./grace.js";

/**
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 */

/** @typedef {{key: string, title: string}} Participant */

/**
 * @typedef {object} Message
 * @property {number} atMs
 * @property {string} from      key of a participant
 * @property {string} to        the same where something happens to itself
 * @property {string} text
 * @property {"tell" | "hook" | "term" | "kill" | "exit" | "out"} tone
 * @property {number} record
 */

/**
 * @typedef {"wait" | "hook" | "term" | "floor"} Spending
 * @typedef {{kind: Spending, fromMs: number, toMs: number}} Part
 * @typedef {object} Budget     what one container did with its time
 * @property {string} name
 * @property {Part[]} parts
 * @property {string[]} after   the containers it had to wait for
 */

/**
 * @typedef {object} Ending
 * @property {boolean} deletion   of the Pod; else of one run of a container
 * @property {number} fromMs
 * @property {number} dueMs       when the grace period is used up
 * @property {number | null} toMs   null while it isn't known
 * @property {Participant[]} participants
 * @property {Message[]} messages
 * @property {Budget[]} budgets
 */

const API = "api";
const SERVICE = "service";
const KUBELET = "kubelet";

/** After its hook a container gets at least so much (minimumGracePeriodInSeconds), to the blink. */
const BLINK_MS = 500;

/**
 * @param {PodStory} story
 * @returns {Ending[]} in the order of their beginnings
 */
export function endingsOf(story) {
  const deletion = story.updates.find((update) => update.deletionTimestamp);
  const deletedMs = deletion ? millis(deletion) : Infinity;
  const restarts = wedgesOf(story, Infinity)
    .filter((wedge) => wedge.fromMs < deletedMs)
    .map((wedge) => restartEnding(story, wedge));
  return deletion ? [...restarts, deletionEnding(story, deletion)] : restarts;
}

/**
 * The ending that is under way or was the last to begin; before all of them, the first.
 *
 * @param {Ending[]} endings
 * @param {number} atMs
 */
export function endingAt(endings, atMs) {
  return endings.findLast((ending) => ending.fromMs <= atMs) ?? endings[0] ?? null;
}

/**
 * @param {PodStory} story
 * @param {import("./grace.js").Wedge} wedge
 * @returns {Ending}
 */
function restartEnding(story, wedge) {
  const records = story.processes.filter(
    ({ id, t }) => id >= wedge.record && t * 1000 <= wedge.overMs,
  );
  const budgets = budgetsOf(records);
  const within = records.filter(({ container }) => budgets.some(({ name }) => name === container));
  return {
    deletion: false,
    fromMs: wedge.fromMs,
    dueMs: wedge.dueMs,
    toMs: Number.isFinite(wedge.overMs) ? wedge.overMs : null,
    participants: [{ key: KUBELET, title: "kubelet" }, ...budgets.map(participantOf)],
    messages: within.flatMap(messageOf),
    budgets,
  };
}

/**
 * @param {PodStory} story
 * @param {import("../wire/records.js").PodRecord} deletion
 * @returns {Ending}
 */
function deletionEnding(story, deletion) {
  const records = story.processes.filter((record) => record.id > deletion.id);
  const fromMs = millis(deletion);
  const budgets = budgetsOf(records);
  const services = serviceMessages(story, fromMs);
  const grace = records.find((record) => record.what === "grace");
  const given = (deletion.deletionGracePeriodSeconds ?? 0) * 1000;
  return {
    deletion: true,
    fromMs,
    dueMs: grace?.until ? Math.round(grace.until * 1000) : fromMs + given,
    toMs: story.goneMs,
    participants: [
      { key: API, title: gettext("API server") },
      ...(services.length ? [{ key: SERVICE, title: gettext("Service") }] : []),
      { key: KUBELET, title: "kubelet" },
      ...budgets.map(participantOf),
    ],
    messages: [
      deletedMessage(deletion, given),
      ...services,
      ...records.flatMap(messageOf),
      ...goneMessage(story),
    ].toSorted((a, b) => a.atMs - b.atMs),
    budgets,
  };
}

/** @param {Budget} budget */
function participantOf({ name }) {
  return { key: `container/${name}`, title: name };
}

/**
 * @param {import("../wire/records.js").PodRecord} record
 * @param {number} given
 * @returns {Message}
 */
function deletedMessage(record, given) {
  const text = interpolate(gettext("marked for deletion: %(time)s to end"), {
    time: duration(given),
  });
  return { atMs: millis(record), from: API, to: KUBELET, text, tone: "tell", record: record.id };
}

/**
 * @param {PodStory} story
 * @param {number} fromMs
 * @returns {Message[]}
 */
function serviceMessages(story, fromMs) {
  const words = {
    terminating: gettext("terminating: no new connections"),
    gone: gettext("no endpoint any more"),
  };
  return [...story.endpoints.values()].flat().flatMap(({ atMs, state, record }) => {
    if (atMs < fromMs || !(state === "terminating" || state === "gone")) return [];
    const text = words[state];
    return [{ atMs, from: API, to: SERVICE, text, tone: "out", record: record.id }];
  });
}

/**
 * @param {PodStory} story
 * @returns {Message[]}
 */
function goneMessage(story) {
  const { goneMs, updates } = story;
  if (goneMs === null) return [];
  const record = updates.at(-1)?.id ?? 0;
  if (isAlive(story, goneMs)) {
    const text = gettext("removed at once: it may still run");
    return [{ atMs: goneMs, from: API, to: API, text, tone: "tell", record }];
  }
  const text = gettext("nothing runs: the Pod is removed");
  return [{ atMs: goneMs, from: KUBELET, to: API, text, tone: "tell", record }];
}

/**
 * @param {ProcessRecord} record
 * @returns {Message[]}
 */
function messageOf(record) {
  const container = `container/${record.container}`;
  const down = { atMs: millis(record), from: KUBELET, to: container, record: record.id };
  const up = { ...down, from: container, to: KUBELET };
  switch (record.what) {
    case "hook-start":
      return [{ ...down, text: gettext("preStop hook"), tone: "hook" }];
    case "hook-end": {
      const failed = record.result === "failure";
      return [
        { ...up, text: failed ? gettext("hook failed") : gettext("hook over"), tone: "hook" },
      ];
    }
    case "signal": {
      const signal = `SIG${(record.signal ?? "").replace(/^SIG/, "")}`;
      return [{ ...down, text: signal, tone: signal === "SIGKILL" ? "kill" : "term" }];
    }
    case "exit":
    case "oom": {
      const code = record.exitCode ?? 0;
      return [{ ...up, text: interpolate(gettext("ends, exit %(code)s"), { code }), tone: "exit" }];
    }
    case "sandbox-stop":
      return [{ ...down, to: KUBELET, text: gettext("takes down the sandbox"), tone: "tell" }];
    default:
      return [];
  }
}

/**
 * @param {ProcessRecord[]} records
 * @returns {Budget[]} in the order in which the kubelet turns to them
 */
function budgetsOf(records) {
  const graces = records.filter((record) => record.what === "grace");
  const budgets = graces.map((grace) => budgetOf(grace, records));
  return budgets.toSorted((a, b) => endOf(a) - endOf(b));
}

/** @param {Budget} budget */
function endOf({ parts }) {
  return parts.at(-1)?.toMs ?? 0;
}

/**
 * @param {ProcessRecord} grace
 * @param {ProcessRecord[]} records
 * @returns {Budget}
 */
function budgetOf(grace, records) {
  const name = grace.container ?? "";
  const own = records.filter(({ container, id }) => container === name && id > grace.id);
  const at = (/** @type {string} */ what) => {
    const found = own.find((record) => record.what === what);
    return found ? millis(found) : null;
  };
  const fromMs = millis(grace);
  const dueMs = Math.round((grace.until ?? grace.t) * 1000);
  const endMs = at("exit") ?? at("oom") ?? dueMs;
  const hookMs = at("hook-start");
  const termMs = at("signal") ?? endMs;
  const turnMs = hookMs ?? termMs;
  const overMs = termMs > dueMs - BLINK_MS && endMs > dueMs + BLINK_MS ? dueMs : endMs;
  const parts = [
    { kind: /** @type {Spending} */ ("wait"), fromMs, toMs: turnMs },
    { kind: /** @type {Spending} */ ("hook"), fromMs: turnMs, toMs: termMs },
    { kind: /** @type {Spending} */ ("term"), fromMs: termMs, toMs: Math.max(termMs, overMs) },
    { kind: /** @type {Spending} */ ("floor"), fromMs: Math.max(termMs, overMs), toMs: endMs },
  ].filter((part) => part.toMs > part.fromMs);
  return { name, parts, after: turnMs > fromMs ? endedAt(turnMs, name, records) : [] };
}

/**
 * Whose end let a container have its turn.
 *
 * @param {number} turnMs
 * @param {string} name
 * @param {ProcessRecord[]} records
 */
function endedAt(turnMs, name, records) {
  return records
    .filter(
      (record) => record.what === "exit" && record.container !== name && millis(record) === turnMs,
    )
    .map(({ container = "" }) => container);
}

/**
 * What a container did with its time, in words.
 *
 * @param {Budget} budget
 * @returns {string[]}
 */
export function spent({ parts, after }) {
  const words = {
    wait: after.length
      ? gettext("%(time)s waiting for %(names)s")
      : gettext("%(time)s waiting for its turn"),
    hook: gettext("%(time)s in its hook"),
    term: gettext("%(time)s after SIGTERM"),
    floor: gettext("%(time)s of the two-second floor"),
  };
  return parts.map(({ kind, fromMs, toMs }) =>
    interpolate(words[kind], { time: duration(toMs - fromMs), names: after.join(", ") }),
  );
}

/**
 * What was left of the grace period when everything had ended, or null while it isn't known.
 *
 * @param {Ending} ending
 */
export function unused({ budgets, dueMs, toMs }) {
  if (!budgets.length || toMs === null) return null;
  return Math.max(0, dueMs - Math.max(...budgets.map(endOf)));
}
