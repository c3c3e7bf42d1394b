/**
 * Why not yet: what a Pod waits for, and between which two seconds it can come.
 *
 * A band is as wide as chance makes it: the kubelet's passes come with a jitter of up to half
 * (pkg/kubelet/util/queue/work_queue.go, workerBackOffPeriodJitterFactor), probes keep to their
 * period and take at most their timeout (pkg/kubelet/prober/worker.go).
 */

import { gettext, interpolate } from "../store/words.js";
import { millis } from "../wire/records.js";
import { clock } from "./axis.js";
import { containerNamed } from "./spec.js";
import { podAt, recordsUntil } from "./status-at.js";

/**
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("./spec.js").PodSpec} PodSpec
 * @typedef {import("../wire/records.js").PodRecord} PodRecord
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 * @typedef {import("../wire/records.js").ContainerStatus} ContainerStatus
 */

/**
 * @typedef {object} Band
 * @property {number} fromMs
 * @property {number} toMs
 */

/**
 * @typedef {object} Wait
 * @property {string} text       *stars* around what is bold
 * @property {Band | null} band   null where only somebody else can end it
 */

/** A pass may come late by half of what it waited for, which is a minute at most; */
const JITTER = 0.5;
const LONGEST_PASS_MS = 60_000;
/** then by a tick of the loop, and by the making of a container. */
const TICK_MS = 1000;
const CREATE_MS = 2000;

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
  const processes = recordsUntil(story.processes, atMs);
  const initializing = pod.containers.find(
    ({ kind, state, started }) =>
      (kind === "init" && state !== "terminated") || (kind === "sidecar" && !started),
  );
  const waiting = initializing
    ? [initializing]
    : pod.containers.filter(({ kind, ready }) => kind !== "init" && !ready);
  const waits = waiting.flatMap((status) => containerWaits(status, processes, spec));
  return [...waits, ...gates(pod, spec)];
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
  const band = { fromMs: atMs, toMs: dueMs + CREATE_MS };
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
 * @param {PodSpec | null} spec
 * @returns {Wait[]}
 */
function containerWaits(status, processes, spec) {
  const { name, state, kind } = status;
  const own = processes.filter(({ container }) => container === name);
  const backoff = backoffOf(own, name);
  if (backoff) return [backoff];
  if (state === "running") return probeWaits(status, own, spec);
  if (/ErrImage|ImagePull|InvalidImage/.test(status.reason ?? "")) {
    const text = gettext("The image of %(name)s can’t be pulled: *%(reason)s*. It is tried again.");
    return [{ text: interpolate(text, { name, reason: status.reason ?? "" }), band: null }];
  }
  const last = own.at(-1);
  const text =
    last?.what === "pull-start"
      ? gettext("%(name)s waits for its *image*.")
      : kind === "init"
        ? gettext("The init container *%(name)s* has to start and to succeed first.")
        : gettext("%(name)s has not *started* yet.");
  return [{ text: interpolate(text, { name }), band: null }];
}

/**
 * @param {ProcessRecord[]} own
 * @param {string} name
 * @returns {Wait | null}
 */
function backoffOf(own, name) {
  const last = own.findLast(({ what }) => what === "backoff" || what === "start");
  if (last?.what !== "backoff" || !last.until) return null;
  const band = backoffBand(last);
  const text = gettext("*Back-off*: %(name)s is started again no earlier than %(time)s.");
  return { text: interpolate(text, { name, time: clock(band.fromMs) }), band };
}

/**
 * Between which two moments a container that backs off is started again.
 *
 * @param {ProcessRecord} backoff
 * @returns {Band}
 */
export function backoffBand(backoff) {
  const fromMs = Math.round((backoff.until ?? backoff.t) * 1000);
  const late = JITTER * Math.min(fromMs - millis(backoff), LONGEST_PASS_MS);
  return { fromMs, toMs: Math.round(fromMs + late + TICK_MS + CREATE_MS) };
}

/**
 * @param {ContainerStatus} status
 * @param {ProcessRecord[]} own
 * @param {PodSpec | null} spec
 * @returns {Wait[]}
 */
function probeWaits(status, own, spec) {
  const { name, kind } = status;
  const container = containerNamed(spec, name);
  const starting = container?.startupProbe && !status.started;
  const kindOfProbe = starting ? "startup" : "readiness";
  const probe = starting ? container.startupProbe : container?.readinessProbe;
  if (!probe) {
    if (kind !== "init") return [];
    const text = gettext("The init container *%(name)s* runs: the others wait until it succeeds.");
    return [{ text: interpolate(text, { name }), band: null }];
  }
  const start = own.findLast(({ what }) => what === "start");
  const probes = own.filter(
    (record) =>
      record.what === "probe" && record.probe === kindOfProbe && record.id > (start?.id ?? 0),
  );
  const band = probeBand(probe, probes, start ? millis(start) : 0);
  const said = starting
    ? gettext(
        "%(name)s waits for its *startup probe* to succeed: at %(time)s if it does next time.",
      )
    : gettext("%(name)s waits for its *readiness probe*: ready at %(time)s if it succeeds now.");
  return [{ text: interpolate(said, { name, time: clock(band.toMs) }), band }];
}

/**
 * When a probe has succeeded often enough, if it does so from now on.
 *
 * @param {import("./spec.js").Probe} probe
 * @param {ProcessRecord[]} probes   of this run of the container
 * @param {number} startedMs
 * @returns {Band}
 */
export function probeBand(probe, probes, startedMs) {
  const last = probes.at(-1);
  const had = last?.result === "success" ? (last.count ?? 1) : 0;
  const need = Math.max(1, (probe.successThreshold ?? 1) - had);
  const period = probe.periodSeconds * 1000;
  const first = startedMs + (probe.initialDelaySeconds ?? 0) * 1000;
  const fromMs = last ? millis(last) : first;
  const toMs = (last ? fromMs : first) + need * period + probe.timeoutSeconds * 1000;
  return { fromMs: Math.max(first, fromMs + (need - 1) * period), toMs };
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
