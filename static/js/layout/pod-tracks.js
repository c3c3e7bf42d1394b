/** The tracks of a Pod as a whole: phase, STATUS, conditions, and its place in Services. */

import { gettext, interpolate } from "../store/words.js";
import { millis } from "../wire/records.js";
import { Track } from "./track.js";

/**
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("./track.js").Look} Look
 * @typedef {import("./track.js").Segment} Segment
 */

/** @type {Record<string, Look>} */
const PHASES = { Pending: "wait", Running: "run", Succeeded: "done", Failed: "fail" };

/**
 * @param {PodStory} story
 * @param {number} endMs
 */
export function phaseTrack(story, endMs) {
  const track = new Track();
  for (const pod of story.updates) {
    const label = interpolate(gettext("phase %(phase)s"), { phase: pod.phase });
    const look = PHASES[pod.phase] ?? "off";
    track.change(millis(pod), { look, texts: [pod.phase], label, record: pod.id });
  }
  track.end(story.goneMs ?? endMs);
  return track.segments;
}

/**
 * STATUS as kubectl prints it, with READY behind it while it runs.
 *
 * @param {PodStory} story
 * @param {number} endMs
 */
export function statusTrack(story, endMs) {
  const track = new Track();
  for (const pod of story.updates) {
    const status = pod.status_column;
    const runs = status === "Running";
    const texts = runs ? [`${status} ${pod.ready_column}`, pod.ready_column] : shortened(status);
    const label = `STATUS ${texts[0]}`;
    track.change(millis(pod), { look: statusLook(pod), texts, label, record: pod.id });
  }
  track.end(story.goneMs ?? endMs);
  return track.segments;
}

/** @param {string} status */
function shortened(status) {
  const short = {
    Terminating: gettext("Term"),
    ContainerCreating: gettext("Creating"),
  }[status];
  return short ? [status, short] : [status];
}

/**
 * @param {import("../wire/records.js").PodRecord} pod
 * @returns {Look}
 */
export function statusLook(pod) {
  const status = pod.status_column;
  if (status === "Running") {
    const [ready, all] = pod.ready_column.split("/");
    return ready === all && ready !== "0" ? "ready" : "run";
  }
  if (status === "Terminating") return "term";
  if (status === "Completed" || status === "Succeeded") return "done";
  const waits = pod.containers.some(
    (c) => c.state === "waiting" && status.endsWith(c.reason || "?"),
  );
  return !waits && isTrouble(status) ? "fail" : "wait";
}

/** @param {string} status */
function isTrouble(status) {
  return /Error|Err|OOMKilled|Failed|Evicted|Unknown|DeadlineExceeded|ExitCode|Signal/.test(status);
}

/** The conditions that every Pod has, in the order in which they come true. */
export const CONDITIONS = [
  "PodScheduled",
  "PodReadyToStartContainers",
  "Initialized",
  "ContainersReady",
  "Ready",
];

/**
 * The conditions that a Pod ever has: the usual ones, its own, and Ready last.
 *
 * @param {PodStory} story
 */
export function conditionTypes(story) {
  const seen = new Set(story.updates.flatMap((pod) => pod.conditions.map((c) => c.type)));
  const usual = CONDITIONS.filter((type) => seen.has(type) && type !== "Ready");
  const own = [...seen].filter((type) => !CONDITIONS.includes(type));
  return [...usual, ...own, ...(seen.has("Ready") ? ["Ready"] : [])];
}

/**
 * @param {PodStory} story
 * @param {string} type
 * @param {number} endMs
 */
export function conditionTrack(story, type, endMs) {
  const track = new Track();
  for (const pod of story.updates) {
    const condition = pod.conditions.find((c) => c.type === type);
    const status = condition?.status;
    const reason = condition?.reason ? ` (${condition.reason})` : "";
    const look = status === "True" ? "ready" : "off";
    const texts = status ? [status] : [];
    const label = `${type}=${status}${reason}`;
    track.change(millis(pod), status ? { look, texts, label, record: pod.id } : null);
  }
  track.end(story.goneMs ?? endMs);
  return track.segments;
}

/** @type {Record<import("./history.js").EndpointState, {look: Look, texts: () => string[]}>} */
const ENDPOINTS = {
  ready: { look: "ready", texts: () => [gettext("ready: gets traffic"), gettext("ready")] },
  "not ready": { look: "out", texts: () => [gettext("not ready"), gettext("out")] },
  terminating: { look: "term", texts: () => [gettext("terminating"), gettext("term")] },
  gone: { look: "off", texts: () => [] },
};

/**
 * @param {import("./history.js").EndpointChange[]} changes
 * @param {number} endMs
 * @returns {Segment[]}
 */
export function endpointTrack(changes, endMs) {
  const track = new Track();
  for (const change of changes) {
    const { look, texts } = ENDPOINTS[change.state];
    const label = interpolate(gettext("endpoint %(state)s"), { state: texts()[0] ?? "" });
    const paint = { look, texts: texts(), label, record: change.record.id };
    track.change(change.atMs, change.state === "gone" ? null : paint);
  }
  track.end(endMs);
  return track.segments;
}
