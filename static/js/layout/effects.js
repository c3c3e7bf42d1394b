/**
 * What a record changes, in one short line: the second half of the moment's sentence.
 *
 * Of all that changes at one instant the weightiest is said: what reaches people outside
 * (traffic, readiness, phase) before what happens within.
 */

import { gettext, interpolate } from "../store/words.js";
import { millis } from "../wire/records.js";
import { duration } from "./axis.js";
import { changesOf } from "./changes.js";

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 * @typedef {import("./changes.js").Change} Change
 * @typedef {import("./history.js").History} History
 * @typedef {import("./history.js").PodStory} PodStory
 */

/**
 * @typedef {object} Effect
 * @property {number} weight
 * @property {string} kind       what sort of change: several Pods' may be said as one
 * @property {string} changes
 * @property {string} happened   what to say had happened, if no cause says it better
 * @property {WireRecord} record
 */

/** @typedef {Omit<Effect, "record">} Told */

/**
 * @param {WireRecord} record
 * @param {History} history
 * @param {string} pod   what the Pod is called here: "the Pod", or its name among several
 * @returns {Effect[]}
 */
export function effectsOf(record, history, pod) {
  return told(record, history, pod).map((effect) => ({ ...effect, record }));
}

/**
 * @param {WireRecord} record
 * @param {History} history
 * @param {string} pod
 * @returns {Told[]}
 */
function told(record, history, pod) {
  switch (record.type) {
    case "pod":
      return changesOf(history.previous.get(record.id) ?? null, record).flatMap((change) =>
        changed(change, pod),
      );
    case "pod-deleted":
      return [
        tell(97, "gone", gettext("%(pod)s is gone"), gettext("Nothing of it is left:"), { pod }),
      ];
    case "process":
      return processed(record, history);
    case "event":
      return [tell(50, "warning", shortened(record.message), "", {})];
    case "input":
      return [
        tell(
          1,
          "input",
          record.ok ? gettext("nothing changes yet") : shortened(record.output),
          "",
          {},
        ),
      ];
    default:
      return [];
  }
}

/**
 * The effects of a change of an EndpointSlice on one Pod.
 *
 * @param {import("./history.js").EndpointChange} change
 * @param {import("./history.js").EndpointState | null} before
 * @param {string} pod
 * @returns {Effect}
 */
export function endpointEffect(change, before, pod) {
  const values = { pod };
  const told = {
    ready: () => tell(86, "endpoint ready", gettext("%(pod)s gets traffic"), "", values),
    "not ready": () =>
      before === "ready"
        ? tell(87, "endpoint out", gettext("%(pod)s leaves the Service"), "", values)
        : tell(12, "endpoint known", gettext("the Service knows %(pod)s"), "", values),
    terminating: () =>
      tell(84, "endpoint ending", gettext("no new connections to %(pod)s"), "", values),
    gone: () => tell(48, "endpoint gone", gettext("the Service forgets %(pod)s"), "", values),
  }[change.state]();
  return { ...told, record: change.record };
}

/**
 * @param {number} weight
 * @param {string} kind
 * @param {string} changes
 * @param {string} happened
 * @param {Record<string, string | number>} values
 * @returns {Told}
 */
function tell(weight, kind, changes, happened, values) {
  return {
    weight,
    kind,
    changes: interpolate(changes, values),
    happened: interpolate(happened, values),
  };
}

/**
 * @param {Change} change
 * @param {string} pod
 * @returns {Told[]}
 */
function changed(change, pod) {
  switch (change.kind) {
    case "created":
      return [
        tell(30, "created", gettext("%(pod)s waits for a node"), gettext("The Pod is created:"), {
          pod,
        }),
      ];
    case "node": {
      const values = { pod, node: change.to };
      return [
        tell(
          40,
          "bound",
          gettext("%(pod)s goes to %(node)s"),
          gettext("The scheduler finds a place:"),
          values,
        ),
      ];
    }
    case "deletion": {
      const time = duration(change.graceSeconds * 1000);
      const text = change.graceSeconds
        ? gettext("%(pod)s has %(time)s to end")
        : gettext("%(pod)s ends at once");
      return [tell(90, "deletion", text, gettext("The Pod is deleted:"), { pod, time })];
    }
    case "phase":
      return phase(change.from, change.to, pod);
    case "condition":
      return condition(change, pod);
    case "container":
      return container(change);
    case "status":
      return [
        tell(20, "status", gettext("STATUS says %(status)s"), gettext("The API hears of it:"), {
          status: change.to,
        }),
      ];
    default:
      return [];
  }
}

/**
 * @param {string} from
 * @param {string} to
 * @param {string} pod
 * @returns {Told[]}
 */
function phase(from, to, pod) {
  if (!from) return [];
  const texts = /** @type {Record<string, [number, string]>} */ ({
    Running: [70, gettext("%(pod)s is Running")],
    Succeeded: [95, gettext("%(pod)s has Succeeded")],
    Failed: [95, gettext("%(pod)s has Failed")],
    Pending: [70, gettext("%(pod)s is Pending again")],
  });
  const [weight, text] = texts[to] ?? [10, to];
  return [tell(weight, `phase ${to}`, text, gettext("The kubelet reports:"), { pod })];
}

/**
 * @param {Extract<Change, {kind: "condition"}>} change
 * @param {string} pod
 * @returns {Told[]}
 */
function condition({ type, from, to, reason, message }, pod) {
  const values = { pod, type, to };
  const kind = `${type} ${to}`;
  if (type === "PodScheduled" && to === "False") {
    const why =
      reason === "SchedulingGated"
        ? gettext("A scheduling gate is closed:")
        : gettext("No node fits:");
    return [tell(60, kind, gettext("%(pod)s stays Pending"), why, values)];
  }
  if (to === "True") {
    const told = /** @type {Record<string, [number, string, string]>} */ ({
      Ready: [80, gettext("%(pod)s is Ready"), gettext("Every container is ready:")],
      Initialized: [45, gettext("the app may start"), gettext("The init containers are done:")],
      PodReadyToStartContainers: [
        35,
        gettext("containers may start"),
        gettext("Sandbox and network are there:"),
      ],
      DisruptionTarget: [89, gettext("%(pod)s must go"), shortened(message) || reason],
    })[type];
    return told ? [tell(told[0], kind, told[1], told[2], values)] : [];
  }
  if (type === "Ready" && from === "True") {
    return [
      tell(
        82,
        kind,
        gettext("%(pod)s is no longer Ready"),
        gettext("A container is not ready:"),
        values,
      ),
    ];
  }
  return [];
}

/**
 * @param {Extract<Change, {kind: "container"}>} change
 * @returns {Told[]}
 */
function container({ name, from, to }) {
  const values = { name, reason: to.reason ?? "", code: to.exitCode ?? 0 };
  if (to.state === "waiting" && /BackOff|Err|Error|Invalid/.test(values.reason)) {
    return [
      tell(
        63,
        "waiting",
        gettext("%(name)s: %(reason)s"),
        gettext("The kubelet can’t go on:"),
        values,
      ),
    ];
  }
  if (to.state === "terminated" && from?.state !== "terminated") {
    const happened = gettext("%(name)s has ended with exit code %(code)s:");
    const text = to.exitCode
      ? gettext("the API shows the error")
      : gettext("the API shows its end");
    return [tell(36, "terminated", text, happened, values)];
  }
  if (to.state === "running" && from?.state !== "running") {
    return [
      tell(42, "running", gettext("%(name)s is running"), gettext("%(name)s has started:"), values),
    ];
  }
  return [];
}

/**
 * @param {ProcessRecord} record
 * @param {History} history
 * @returns {Told[]}
 */
function processed(record, history) {
  const text = PROCESSED[record.what]?.(record, history);
  if (!text) return [];
  const values = { name: record.container ?? "", count: record.attempt ?? 0 };
  return [tell(text[0], record.what, text[1], "", values)];
}

/** @type {Record<string, (record: ProcessRecord, history: History) => [number, string]>} */
const PROCESSED = {
  start: (record) =>
    record.attempt
      ? [75, gettext("restart %(count)s of %(name)s")]
      : [41, gettext("%(name)s is running")],
  exit: (record, history) => [68, afterEnd(record, history)],
  oom: () => [69, gettext("the kernel kills %(name)s")],
  signal: (record, history) => [58, signalled(record, history)],
  "hook-start": (record) =>
    record.hook === "preStop"
      ? [59, gettext("SIGTERM waits for it")]
      : [43, gettext("the kubelet waits for it")],
  "hook-end": (record) =>
    record.hook === "preStop"
      ? [57, gettext("SIGTERM comes next")]
      : record.result === "failure"
        ? [64, gettext("the kubelet kills %(name)s")]
        : [43, gettext("the kubelet goes on")],
  probe: (record) => [record.result === "success" ? 38 : 55, probed(record)],
  "pull-start": () => [50, gettext("%(name)s waits for it")],
  "pull-end": (record) =>
    record.result === "failure"
      ? [62, gettext("%(name)s can’t start")]
      : [44, gettext("%(name)s can be made")],
  backoff: (record) => {
    const time = duration((record.until ?? record.t) * 1000 - millis(record));
    return [64, interpolate(gettext("it waits %(time)s"), { time })];
  },
  grace: (record) => {
    const time = duration((record.until ?? record.t) * 1000 - millis(record));
    return [56, interpolate(gettext("SIGKILL comes in %(time)s"), { time })];
  },
  "sandbox-start": () => [32, gettext("it will have its own network")],
  "sandbox-ready": () => [34, gettext("containers may start")],
  "sandbox-stop": () => [33, gettext("its network is gone")],
  fault: () => [88, gettext("see what breaks")],
  "fault-end": () => [88, gettext("see what heals")],
};

/**
 * The container whose turn comes when an init container has done its work.
 *
 * @param {PodStory} story
 * @param {string} name
 */
function nextInLine(story, name) {
  const containers = story.updates.at(-1)?.containers ?? [];
  const at = containers.findIndex((container) => container.name === name);
  return containers[at]?.kind === "init" ? (containers[at + 1]?.name ?? "") : "";
}

/**
 * The trace knows what came next, so the sentence may say it.
 *
 * @param {ProcessRecord} record
 * @param {History} history
 */
function afterEnd(record, history) {
  const story = history.storyOf(record);
  const following = story && record.exitCode === 0 ? nextInLine(story, record.container ?? "") : "";
  if (following) return interpolate(gettext("%(name)s may start"), { name: following });
  const next = story?.processes.find(
    (other) =>
      other.id > record.id &&
      other.container === record.container &&
      (other.what === "start" || other.what === "backoff"),
  );
  if (!next) return gettext("it does not run again");
  if (next.what === "start") return gettext("it starts again at once");
  const time = duration((next.until ?? next.t) * 1000 - millis(record));
  return interpolate(gettext("it starts again in %(time)s"), { time });
}

/**
 * @param {ProcessRecord} record
 * @param {History} history
 */
function signalled(record, history) {
  if (record.signal?.endsWith("KILL")) return gettext("it ends at once");
  const story = history.storyOf(record);
  const grace = story?.processes.findLast(
    (other) => other.what === "grace" && other.id < record.id && (other.until ?? 0) > record.t,
  );
  if (!grace) return gettext("it may shut down");
  const time = duration((grace.until ?? 0) * 1000 - millis(record));
  return interpolate(gettext("%(time)s of grace are left"), { time });
}

/** @param {ProcessRecord} record */
function probed(record) {
  const kind = record.probe ?? "";
  const { count = 0, threshold = 0 } = record;
  if (record.result === "success") {
    return (
      { startup: gettext("the other probes begin"), readiness: gettext("%(name)s is ready") }[
        kind
      ] ?? gettext("%(name)s lives")
    );
  }
  const reached = threshold > 0 && count >= threshold;
  if (kind === "readiness")
    return reached ? gettext("%(name)s is not ready") : gettext("nothing changes yet");
  if (reached) return gettext("%(name)s is killed");
  return count + 1 === threshold
    ? gettext("one more and %(name)s is killed")
    : gettext("nothing changes yet");
}

/**
 * The beginning of a message, cut between words.
 *
 * @param {string} message
 */
function shortened(message) {
  if (message.length <= 44) return message;
  return `${message.slice(0, 43).replace(/\s+\S*$/, "")}…`;
}
