/** Why not yet: what a Pod waits for, and between which two seconds it can come. */

import { gettext, interpolate } from "../store/words.js";
import { bandSaid, bandsAt } from "./bands.js";
import { clock } from "./axis.js";
import { millis } from "../wire/records.js";
import { podAt, recordsUntil } from "./status-at.js";

/**
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("./spec.js").PodSpec} PodSpec
 * @typedef {import("../wire/records.js").Band} Band
 * @typedef {import("../wire/records.js").PodRecord} PodRecord
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 * @typedef {import("../wire/records.js").ContainerStatus} ContainerStatus
 */

/**
 * @typedef {object} Wait
 * @property {string} text       *stars* around what is bold
 * @property {Pick<Band, "fromMs" | "toMs"> | null} band   null where only somebody else can end it
 */

/**
 * @param {PodStory} story
 * @param {PodSpec | null} spec   null until it is known
 * @param {number} atMs
 * @returns {Wait[]} none where nothing is waited for
 */
export function waitsOf(story, spec, atMs) {
  const pod = podAt(story, atMs);
  if (!pod) return [];
  if (pod.deletionTimestamp) return [ending(story, pod, atMs)];
  const unscheduled = notScheduled(pod);
  if (unscheduled) return [unscheduled];
  const bands = bandsAt(story, atMs);
  const foreseen = bands.map((band) => ({ text: bandSaid(band), band }));
  const told = new Set(bands.map(({ container }) => container));
  const processes = recordsUntil(story.processes, atMs);
  const initializing = pod.containers.find(
    ({ kind, state, started }) =>
      (kind === "init" && state !== "terminated") || (kind === "sidecar" && !started),
  );
  const waiting = initializing
    ? [initializing]
    : pod.containers.filter(({ kind, ready }) => kind !== "init" && !ready);
  const untold = waiting.filter(({ name }) => !told.has(name));
  const waits = untold.flatMap((status) => containerWaits(status, processes));
  return [...foreseen, ...waits, ...gates(pod, spec)];
}

/**
 * @param {PodStory} story
 * @param {PodRecord} pod
 * @param {number} atMs
 * @returns {Wait}
 */
function ending(story, pod, atMs) {
  const grace = recordsUntil(story.processes, atMs).findLast(({ what }) => what === "grace");
  const given = (pod.deletionGracePeriodSeconds ?? 0) * 1000;
  const dueMs = grace?.until ? Math.round(grace.until * 1000) : millis(pod) + given;
  const text = gettext("The Pod has to end: what runs at %(time)s gets *SIGKILL*.");
  const band = bandsAt(story, atMs).find(({ what }) => what === "removal") ?? null;
  return { text: interpolate(text, { time: clock(dueMs) }), band };
}

/**
 * @param {PodRecord} pod
 * @returns {Wait | null}
 */
function notScheduled(pod) {
  const condition = pod.conditions.find(({ type }) => type === "PodScheduled");
  if (condition?.status === "True") return null;
  if (condition?.reason === "SchedulingGated") {
    return {
      text: gettext("A *scheduling gate* holds the Pod until somebody removes it."),
      band: null,
    };
  }
  if (!condition) return { text: gettext("The Pod waits for the *scheduler*."), band: null };
  const message = condition.message?.replace(/ (no new claims|preemption:).*$/, "") ?? "";
  return {
    text: interpolate(gettext("*No node fits*: %(message)s"), { message }),
    band: null,
  };
}

/**
 * @param {ContainerStatus} status
 * @param {ProcessRecord[]} processes
 * @returns {Wait[]}
 */
function containerWaits(status, processes) {
  const { name, state, kind } = status;
  if (state === "running") {
    if (kind !== "init") return [];
    const text = gettext("The init container *%(name)s* runs: the others wait until it succeeds.");
    return [{ text: interpolate(text, { name }), band: null }];
  }
  if (/ErrImage|ImagePull|InvalidImage/.test(status.reason ?? "")) {
    const text = gettext("The image of %(name)s can’t be pulled: *%(reason)s*. It is tried again.");
    return [{ text: interpolate(text, { name, reason: status.reason ?? "" }), band: null }];
  }
  const last = processes.findLast(({ container }) => container === name);
  const text =
    last?.what === "pull-start"
      ? gettext("%(name)s waits for its *image*.")
      : kind === "init"
        ? gettext("The init container *%(name)s* has to start and to succeed first.")
        : gettext("%(name)s has not *started* yet.");
  return [{ text: interpolate(text, { name }), band: null }];
}

/**
 * @param {PodRecord} pod
 * @param {PodSpec | null} spec
 * @returns {Wait[]}
 */
function gates(pod, spec) {
  return (spec?.readinessGates ?? []).flatMap(({ conditionType }) => {
    const found = pod.conditions.find(({ type }) => type === conditionType);
    if (found?.status === "True") return [];
    const text = gettext("The readiness gate *%(type)s* is not True: somebody has to set it.");
    return [{ text: interpolate(text, { type: conditionType }), band: null }];
  });
}
