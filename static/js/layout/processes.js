/** The process tree of a Pod: what `ps` shows, and in whose PID namespace it does. */

import { recordsUntil } from "./status-at.js";

/**
 * @typedef {import("./spec.js").PodSpec} PodSpec
 * @typedef {import("./spec.js").Container} Container
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 */

/**
 * @typedef {object} Process
 * @property {number | null} pid   as seen from inside; null where the node counts it
 * @property {string} command
 * @property {string} by           the container, or a hook that runs in it
 * @property {Process[]} children
 */

/** @typedef {{of: string, processes: Process[]}} Tree   one PID namespace, and whose it is */

/**
 * The trees of the containers that run. Where all share a PID namespace there is one, and
 * the pause container's process is the first in it.
 *
 * @param {PodStory} story
 * @param {PodSpec} spec
 * @param {number} atMs
 * @returns {Tree[]}
 */
export function processTrees(story, spec, atMs) {
  const past = recordsUntil(story.processes, atMs);
  if (!sandboxStands(past)) return [];
  const all = [...(spec.initContainers ?? []), ...spec.containers].flatMap((container) => {
    const own = past.filter((record) => record.container === container.name);
    return runs(own) ? [processOf(container, own)] : [];
  });
  const pause = { pid: 1, command: "/pause", by: "pause", children: [] };
  if (spec.hostPID) {
    return [{ of: "node", processes: [pause, ...all].map((one) => ({ ...one, pid: null })) }];
  }
  if (!spec.shareProcessNamespace) {
    const trees = all.map((process) => ({ of: process.by, processes: [process] }));
    return [{ of: "pause", processes: [pause] }, ...trees];
  }
  const numbered = all.map((process) => ({ ...process, pid: null }));
  return [{ of: "pod", processes: [pause, ...numbered] }];
}

/** @param {ProcessRecord[]} past */
function sandboxStands(past) {
  return past.findLast(({ what }) => what.startsWith("sandbox-"))?.what === "sandbox-ready";
}

/** @param {ProcessRecord[]} own   of one container */
function runs(own) {
  const last = own.findLast(({ what }) => ["start", "exit", "oom"].includes(what));
  return last?.what === "start";
}

/**
 * @param {Container} container
 * @param {ProcessRecord[]} own
 * @returns {Process}
 */
function processOf(container, own) {
  const hook = own.findLast(({ what }) => what === "hook-start" || what === "hook-end");
  const running = hook?.what === "hook-start" && hook.hook ? hook.hook : null;
  const children = running ? [hookProcess(container, running)] : [];
  return { pid: 1, command: commandOf(container), by: container.name, children };
}

/**
 * @param {Container} container
 * @param {string} hook
 * @returns {Process}
 */
function hookProcess(container, hook) {
  const handler = container.lifecycle?.[/** @type {"preStop" | "postStart"} */ (hook)];
  const command = handler?.exec?.command?.join(" ") ?? hook;
  return { pid: null, command, by: hook, children: [] };
}

/**
 * What the manifest says; without a command the image's own entrypoint runs.
 *
 * @param {Container} container
 */
function commandOf({ command = [], args = [], image }) {
  return [...command, ...args].join(" ").replace(/\s+/g, " ") || image;
}
