/** What the runtime's doings change, in one short line each. */

import { gettext, interpolate } from "../store/words.js";
import { millis } from "../wire/records.js";
import { duration } from "./axis.js";
import { brief } from "./brief-name.js";
import { tell } from "./effect.js";
import { shortName } from "./history.js";

/**
 * @typedef {import("./effect.js").Told} Told
 * @typedef {import("./history.js").History} History
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 */

/**
 * @param {ProcessRecord} record
 * @param {History} history
 * @returns {Told[]}
 */
export function processed(record, history) {
  const text = PROCESSED[record.what]?.(record, history);
  if (!text) return [];
  const values = { name: called(record, history), count: record.attempt ?? 0 };
  return [tell(text[0], record.what, text[1], "", values)];
}

/**
 * The container, and of which Pod, if there are several.
 *
 * @param {ProcessRecord} record
 * @param {History} history
 */
function called(record, history) {
  const story = history.pods.size > 1 ? history.storyOf(record) : null;
  const name = brief(record.container ?? "");
  if (!story) return name;
  return interpolate(gettext("%(name)s of %(pod)s"), { name, pod: shortName(story) });
}

/** @type {Record<string, (record: ProcessRecord, history: History) => [number, string]>} */
const PROCESSED = {
  start: (record, history) =>
    record.attempt
      ? [75, gettext("restart %(count)s of %(name)s")]
      : [41, afterStart(record, history)],
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
  probe: (record) => [probeWeight(record), probed(record)],
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
  fault: () => [88, gettext("from now on it is broken")],
  "fault-end": () => [88, gettext("from now on it works")],
};

/**
 * @param {ProcessRecord} record
 * @param {History} history
 */
function afterStart(record, history) {
  const story = history.storyOf(record);
  const kind = story?.updates.at(-1)?.containers.find((c) => c.name === record.container)?.kind;
  if (kind === "init") return gettext("the others wait for it");
  if (kind === "sidecar") return gettext("it runs beside the app");
  const probed = story?.processes.some(
    ({ what, container }) => what === "probe" && container === record.container,
  );
  return probed ? gettext("its probes begin") : gettext("it is running");
}

/**
 * A probe that kills weighs more than the hooks and signals by which it does.
 *
 * @param {ProcessRecord} record
 */
function probeWeight({ probe, result, count = 0, threshold = 0 }) {
  if (result === "success") return 38;
  return probe !== "readiness" && threshold > 0 && count >= threshold ? 78 : 55;
}

/**
 * The container whose turn comes when an init container has done its work.
 *
 * @param {PodStory} story
 * @param {string} name
 */
function nextInLine(story, name) {
  const containers = story.updates.at(-1)?.containers ?? [];
  const at = containers.findIndex((container) => container.name === name);
  if (containers[at]?.kind !== "init") return "";
  const [next, other] = containers.slice(at + 1);
  return next?.kind === "app" && other?.kind === "app"
    ? gettext("the app")
    : brief(next?.name ?? "");
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
  const later = (story?.processes ?? []).filter(
    (other) => other.id > record.id && other.container === record.container,
  );
  const next = later.find((other) => other.what === "start" || other.what === "exit");
  const start = next?.what === "start" || next?.exitCode === 128 ? next : null;
  // The kubelet may first reckon by an older end, as its cache has it: its last word counts.
  const wait = later.findLast(
    (other) => other.what === "backoff" && other.id < (next?.id ?? Infinity),
  );
  if (!start && !wait) return unusedGrace(record, story) || gettext("it does not run again");
  if (!wait) return gettext("it starts again at once");
  const time = duration((wait.until ?? wait.t) * 1000 - millis(record));
  return interpolate(gettext("it starts again in %(time)s"), { time });
}

/**
 * @param {ProcessRecord} end
 * @param {PodStory | null} story
 */
function unusedGrace(end, story) {
  const grace = runningGrace(end, story);
  if (!grace) return "";
  const time = duration((grace.until ?? 0) * 1000 - millis(end));
  return interpolate(gettext("%(time)s of grace were not needed"), { time });
}

/**
 * @param {ProcessRecord} record
 * @param {PodStory | null} story
 */
function runningGrace(record, story) {
  return story?.processes.findLast(
    ({ what, container, id, until }) =>
      what === "grace" &&
      container === record.container &&
      id < record.id &&
      (until ?? 0) > record.t,
  );
}

/**
 * @param {ProcessRecord} record
 * @param {History} history
 */
function signalled(record, history) {
  if (record.signal?.endsWith("KILL")) return gettext("it ends at once");
  const grace = runningGrace(record, history.storyOf(record));
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
