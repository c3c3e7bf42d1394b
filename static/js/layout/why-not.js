/** Why not yet: what a Pod waits for, and between which two seconds it can come. */

import { gettext, interpolate } from "../store/words.js";
import { bandSaid, bandsAt } from "./bands.js";
import { clock } from "./axis.js";
import { isAlive } from "./grace.js";
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
  const isLost = isUnheardOf(pod);
  if (pod.deletionTimestamp) return [ending(story, pod, atMs, isLost)];
  if (pod.phase === "Succeeded" || pod.phase === "Failed") return [];
  if (isLost) return [open(gettext("Nothing is heard of its *node*: who knows what runs there."))];
  const unscheduled = notScheduled(pod);
  if (unscheduled) return [unscheduled];
  const unprepared = notPrepared(story, pod, atMs);
  if (unprepared) return [unprepared];
  const bands = bandsAt(story, atMs);
  const foreseen = bands.map((band) => ({ text: bandSaid(band), band }));
  const told = new Set(bands.map(({ container }) => container));
  const processes = recordsUntil(story.processes, atMs);
  const untold = awaited(pod).filter(({ name }) => !told.has(name));
  const waits = untold.flatMap((status) => containerWaits(status, processes));
  return [...foreseen, ...waits, ...gates(pod, spec)];
}

/** @param {string} text */
function open(text) {
  return { text, band: null };
}

/**
 * The node controller, which has nothing to say of containers, has called it not ready.
 *
 * @param {PodRecord} pod
 */
function isUnheardOf({ conditions, phase }) {
  const ready = conditions.find(({ type }) => type === "Ready");
  return phase === "Running" && ready?.status === "False" && !ready.reason;
}

/**
 * Of the containers those that the Pod waits for: one that prepares it alone, as the others wait
 * for it. What has ended and won't run again is not waited for.
 *
 * @param {PodRecord} pod
 */
function awaited({ containers }) {
  const preparing = containers.find(
    ({ kind, state, started, exitCode }) =>
      (kind === "init" && !(state === "terminated" && exitCode === 0)) ||
      (kind === "sidecar" && !started && state !== "terminated"),
  );
  if (preparing) return [preparing];
  return containers.filter(
    ({ kind, ready, state }) => kind === "app" && !ready && state !== "terminated",
  );
}

/**
 * What holds everything up before there is a sandbox.
 *
 * @param {PodStory} story
 * @param {PodRecord} pod
 * @param {number} atMs
 * @returns {Wait | null}
 */
function notPrepared(story, { containers }, atMs) {
  if (containers.some(({ state }) => state !== "waiting")) return null;
  const processes = recordsUntil(story.processes, atMs);
  if (processes.some(({ what }) => what === "sandbox-ready")) return null;
  const last = recordsUntil(story.events, atMs).findLast(
    ({ event_type }) => event_type === "Warning",
  );
  if (!last || !/^Failed(Mount|AttachVolume|CreatePodSandBox)$/.test(last.reason)) return null;
  const text =
    last.reason === "FailedCreatePodSandBox"
      ? gettext("The *sandbox* can’t be made: %(message)s. It is tried again.")
      : gettext("A *volume* can’t be mounted: %(message)s. It is tried again.");
  return open(interpolate(text, { message: last.message }));
}

/**
 * @param {PodStory} story
 * @param {PodRecord} pod
 * @param {number} atMs
 * @param {boolean} isLost
 * @returns {Wait}
 */
function ending(story, pod, atMs, isLost) {
  const asked = story.updates.find((update) => update.deletionTimestamp);
  const processes = recordsUntil(story.processes, atMs);
  const begun = processes.filter(({ what, id }) => what === "grace" && id > (asked?.id ?? 0));
  const band = bandsAt(story, atMs).find(({ what }) => what === "removal") ?? null;
  if (isLost) {
    return open(
      gettext("The Pod has to end, but nothing is heard of its *node*: it stays until that is."),
    );
  }
  if (!isAlive(story, atMs)) {
    const isOver = pod.phase === "Succeeded" || pod.phase === "Failed";
    if (isOver && pod.finalizers) {
      return open(gettext("Nothing of it runs: a *finalizer* keeps it until it is taken off."));
    }
    return { text: gettext("Nothing of it runs: the API server *removes* it next."), band };
  }
  const given = (pod.deletionGracePeriodSeconds ?? 0) * 1000;
  const ends = begun.map(({ until, t }) => Math.round((until ?? t) * 1000));
  const dueMs = ends.length ? Math.max(...ends) : millis(asked ?? pod) + given;
  const text = gettext("The Pod has to end: what runs at %(time)s gets *SIGKILL*.");
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
    return open(gettext("A *scheduling gate* holds the Pod until somebody removes it."));
  }
  if (!condition) return open(gettext("The Pod waits for the *scheduler*."));
  const message = condition.message?.replace(/ (no new claims|preemption:).*$/, "") ?? "";
  return open(interpolate(gettext("*No node fits*: %(message)s"), { message }));
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
    return [open(interpolate(text, { name }))];
  }
  const last = processes.findLast(({ container }) => container === name);
  const refused = last?.what === "pull-start" ? "" : refusal(status);
  const text =
    refused ||
    (last?.what === "pull-start"
      ? gettext("%(name)s waits for its *image*.")
      : kind === "init"
        ? gettext("The init container *%(name)s* has to start and to succeed first.")
        : gettext("%(name)s has not *started* yet."));
  const { reason = "", message = "" } = status;
  return [open(interpolate(text, { name, reason: reason ?? "", message: message ?? "" }))];
}

/**
 * Why the kubelet could not start a container, as its status has it; "" where it says nothing.
 *
 * @param {ContainerStatus} status
 */
function refusal({ reason, message }) {
  switch (reason) {
    case "ErrImagePull":
    case "ImagePullBackOff":
      return gettext(
        "The image of %(name)s can’t be pulled: *%(reason)s*. It is tried again within 5 min.",
      );
    case "ErrImageNeverPull":
      return gettext("The image of %(name)s is not on the node, and must *never* be pulled.");
    case "InvalidImageName":
      return gettext("The image of %(name)s has no *valid name*: it can’t ever be pulled.");
    case "CreateContainerConfigError":
    case "CreateContainerError":
    case "RunContainerError":
      return message
        ? gettext("%(name)s can’t be started: *%(message)s*. It is tried again.")
        : gettext("%(name)s can’t be started: *%(reason)s*. It is tried again.");
    default:
      return "";
  }
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
    return [open(interpolate(text, { type: conditionType }))];
  });
}
