/** What the probes of a container said, and where failures in a row reached their limit. */

import { gettext, interpolate, told } from "../store/words.js";
import { millis } from "../wire/records.js";
import { clock } from "./axis.js";

/**
 * @typedef {import("./track.js").Mark} Mark
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 */

/**
 * @typedef {object} Capsule   holds the failures in a row that reached the threshold
 * @property {number} fromMs
 * @property {number} toMs
 * @property {number} record   id of the failure that reached it
 */

/** In the order in which they act. */
const PROBE_KINDS = ["startup", "readiness", "liveness"];

/** @type {Record<string, Mark["kind"]>} */
const RESULTS = { success: "passed", failure: "failed", unknown: "unknown" };

/** @returns {Record<string, string>} */
function said() {
  return {
    success: gettext("%(kind)s probe of %(name)s succeeded at %(time)s"),
    failure: gettext("%(kind)s probe of %(name)s failed at %(time)s"),
    unknown: gettext("%(kind)s probe of %(name)s gave no answer at %(time)s"),
  };
}

/**
 * @param {import("./history.js").PodStory} story
 * @param {string} container
 * @returns {string[]} the kinds of probe that ever ran there
 */
export function probeKinds(story, container) {
  const seen = new Set(
    story.processes
      .filter((record) => record.what === "probe" && record.container === container)
      .map((record) => record.probe),
  );
  return PROBE_KINDS.filter((kind) => seen.has(kind));
}

/**
 * @param {import("./history.js").PodStory} story
 * @param {string} container
 * @param {string} kind
 * @returns {{marks: Mark[], capsules: Capsule[]}}
 */
export function probeTrack(story, container, kind) {
  const probes = story.processes.filter(
    (record) => record.what === "probe" && record.container === container && record.probe === kind,
  );
  return { marks: probes.map(markOf), capsules: capsulesOf(probes) };
}

/**
 * @param {ProcessRecord} probe
 * @returns {Mark}
 */
function markOf(probe) {
  const result = probe.result ?? "unknown";
  const values = {
    kind: probe.probe ?? "",
    name: probe.container ?? "",
    time: clock(millis(probe)),
  };
  const label = interpolate(said()[result] ?? said().unknown, values);
  return {
    kind: RESULTS[result] ?? "unknown",
    atMs: millis(probe),
    text: "",
    label: probe.message && result !== "success" ? told(label, probe.message) : label,
    record: probe.id,
  };
}

/**
 * @param {ProcessRecord[]} probes
 * @returns {Capsule[]}
 */
function capsulesOf(probes) {
  /** @type {Capsule[]} */
  const capsules = [];
  /** @type {ProcessRecord[]} */
  let failures = [];
  for (const probe of probes) {
    if (probe.result !== "failure") failures = [];
    else failures.push(probe);
    const threshold = probe.threshold ?? 0;
    if (probe.result === "failure" && threshold && probe.count === threshold) {
      const first = failures.at(-threshold) ?? failures[0];
      capsules.push({ fromMs: millis(first), toMs: millis(probe), record: probe.id });
    }
  }
  return capsules;
}
