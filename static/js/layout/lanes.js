/**
 * Records to lanes: everything that a Pod's timeline shows, in time, before it has a place.
 */

import { gettext, interpolate } from "../store/words.js";
import { millis } from "../wire/records.js";
import { clock } from "./axis.js";
import { containerTrack } from "./container-track.js";
import { wedgesOf } from "./grace.js";
import {
  conditionTrack,
  conditionTypes,
  endpointTrack,
  phaseTrack,
  statusTrack,
} from "./pod-tracks.js";
import { probeKinds, probeTrack } from "./probes.js";
import { trafficTrack } from "./traffic.js";

/**
 * @typedef {import("./history.js").History} History
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("./track.js").Segment} Segment
 * @typedef {import("./track.js").Mark} Mark
 * @typedef {import("./container-track.js").Hook} Hook
 * @typedef {import("./probes.js").Capsule} Capsule
 * @typedef {import("./grace.js").Wedge} Wedge
 */

/**
 * @typedef {"phase" | "status" | "endpoint" | "condition" | "ready" | "init" | "sidecar" | "app"
 *   | "ephemeral" | "probe" | "grace" | "events" | "pod" | "owner" | "set"
 *   | "traffic" | "branch"} LaneKind   `set`: a part of an owner's Pods
 */

/**
 * @typedef {object} Lane
 * @property {string} key
 * @property {LaneKind} kind
 * @property {string} title
 * @property {string} sub
 * @property {string} band        lanes of one band lie on one ground
 * @property {Segment[]} segments
 * @property {Mark[]} marks
 * @property {Segment[]} pulls
 * @property {Hook[]} hooks
 * @property {Capsule[]} capsules
 * @property {Wedge[]} wedges
 * @property {{fromMs: number, toMs: number} | null} rail   from its first start to its last end
 * @property {string} ended       what to say where nothing of it is in sight
 * @property {string} uid         of the Pod it belongs to
 * @property {string} owner       key of the owner that it lies below, or that it is about
 * @property {string} set         key of the set within the owner
 * @property {string} short       the title where room is scarce
 * @property {import("./owners.js").Generation | null} generation
 * @property {import("./crowd.js").Crowd | null} crowd   of a header
 */

/**
 * @param {Pick<Lane, "key" | "kind" | "title" | "band"> & Partial<Lane>} lane
 * @returns {Lane}
 */
export function lane(lane) {
  const empty = { segments: [], marks: [], pulls: [], hooks: [], capsules: [], wedges: [] };
  const none = { owner: "", set: "", short: "", generation: null, crowd: null };
  return { sub: "", rail: null, ended: "", uid: "", ...none, ...empty, ...lane };
}

/**
 * All lanes of one Pod.
 *
 * @param {PodStory} story
 * @param {History} history
 * @param {number} endMs
 * @returns {Lane[]}
 */
export function lanesOf(story, history, endMs) {
  return [
    ...podLanes(story, endMs),
    ...serviceLanes(story, endMs),
    ...trafficLanes(story, history, endMs),
    ...conditionLanes(story, endMs),
    ...containerLanes(story, endMs),
    ...graceLanes(story, endMs),
    eventLane(story, history),
  ];
}

/**
 * What is shown while there is no Pod: empty rails in the places of its lanes.
 *
 * @param {number} endMs
 * @returns {Lane[]}
 */
export function emptyLanes(endMs) {
  const rail = { fromMs: 0, toMs: endMs, look: /** @type {const} */ ("off"), texts: [] };
  const segments = [{ ...rail, label: gettext("nothing yet"), record: 0 }];
  const pod = { title: gettext("Pod"), sub: gettext("phase"), band: "pod", segments };
  const app = { title: gettext("containers"), band: "container/", segments };
  const events = { title: gettext("Events"), band: "events", segments };
  return [
    lane({ key: "phase", kind: "phase", ...pod }),
    lane({ key: "app", kind: "app", ...app }),
    lane({ key: "events", kind: "events", ...events }),
  ];
}

/**
 * One lane for a Pod that is not looked at closely: its STATUS.
 *
 * @param {PodStory} story
 * @param {number} endMs
 * @returns {Lane}
 */
export function compactLane(story, endMs) {
  return lane({
    key: `pod/${story.uid}`,
    kind: "pod",
    title: story.name,
    band: "pods",
    uid: story.uid,
    segments: statusTrack(story, endMs),
    marks: restartsOf(story),
  });
}

/** @param {PodStory} story */
function restartsOf(story) {
  return story.processes
    .filter((record) => record.what === "start" && (record.attempt ?? 0) > 0)
    .map((record) => {
      const values = { name: record.container ?? "", time: clock(millis(record)) };
      const label = interpolate(gettext("%(name)s starts again at %(time)s"), values);
      const text = String(record.attempt);
      return {
        kind: /** @type {const} */ ("restart"),
        atMs: millis(record),
        text,
        label,
        record: record.id,
      };
    });
}

/**
 * @param {PodStory} story
 * @param {number} endMs
 */
function podLanes(story, endMs) {
  const phase = phaseTrack(story, endMs);
  const status = statusTrack(story, endMs);
  return [
    lane({
      key: "phase",
      kind: "phase",
      title: gettext("Pod"),
      sub: gettext("phase"),
      band: "pod",
      segments: phase,
    }),
    lane({
      key: "status",
      kind: "status",
      title: "",
      sub: gettext("kubectl STATUS"),
      band: "pod",
      segments: status,
    }),
  ];
}

/**
 * @param {PodStory} story
 * @param {number} endMs
 */
function serviceLanes(story, endMs) {
  return [...story.endpoints].map(([service, changes]) => {
    const address = changes.findLast((change) => change.address)?.address ?? "";
    const several = story.endpoints.size > 1;
    return lane({
      key: `service/${service}`,
      kind: "endpoint",
      title: several ? service : gettext("Service"),
      sub: interpolate(gettext("endpoint %(address)s"), { address }),
      band: "",
      segments: endpointTrack(changes, endMs),
    });
  });
}

/**
 * What the clients of the Services in the Pod's namespace see.
 *
 * @param {PodStory} story
 * @param {History} history
 * @param {number} endMs
 */
function trafficLanes(story, history, endMs) {
  const own = [...history.traffic].filter(([key]) => key.startsWith(`${story.namespace}/`));
  return own.map(([key, records]) => {
    const { service, rps } = records[0];
    return lane({
      key: `traffic/${key}`,
      kind: "traffic",
      title: own.length > 1 ? service : gettext("Requests"),
      sub: interpolate(gettext("%(rps)s a second"), { rps }),
      band: "",
      segments: trafficTrack(records, endMs),
    });
  });
}

/**
 * @param {PodStory} story
 * @param {number} endMs
 */
function conditionLanes(story, endMs) {
  return conditionTypes(story).map((type) =>
    lane({
      key: `condition/${type}`,
      kind: type === "Ready" ? "ready" : "condition",
      title: type,
      band: "conditions",
      segments: conditionTrack(story, type, endMs),
    }),
  );
}

/** @returns {Record<string, string>} */
function kindNames() {
  return {
    init: gettext("init container"),
    sidecar: gettext("sidecar"),
    app: gettext("container"),
    ephemeral: gettext("ephemeral"),
  };
}

/**
 * The containers of a Pod in the order in which they start.
 *
 * @param {PodStory} story
 */
export function containersOf(story) {
  const order = ["init", "sidecar", "app", "ephemeral"];
  /** @type {Map<string, import("../wire/records.js").ContainerStatus>} */
  const found = new Map();
  for (const pod of story.updates) {
    for (const container of pod.containers) {
      if (!found.has(container.name)) found.set(container.name, container);
    }
  }
  const early = (/** @type {string} */ kind) => (order.indexOf(kind) < 2 ? 0 : order.indexOf(kind));
  return [...found.values()].sort((a, b) => early(a.kind) - early(b.kind));
}

/**
 * @param {PodStory} story
 * @param {number} endMs
 */
function containerLanes(story, endMs) {
  return containersOf(story).flatMap((container) => {
    const track = containerTrack(story, container, endMs);
    const { segments, pulls, hooks, marks, ending } = track;
    const kinds = probeKinds(story, container.name);
    const band = container.kind === "app" || kinds.length ? `container/${container.name}` : "";
    const toMs = track.endedMs ?? story.goneMs ?? endMs;
    const rail = track.startedMs === null ? null : { fromMs: track.startedMs, toMs };
    const main = lane({
      key: `container/${container.name}`,
      kind: container.kind,
      title: container.name,
      sub: kindNames()[container.kind] ?? "",
      band,
      segments,
      pulls,
      hooks,
      marks,
      ended: track.endedMs === null ? "" : ending,
      rail,
    });
    const probes = kinds.map((kind) => probeLane(story, container.name, kind, band, rail));
    return [main, ...probes];
  });
}

/**
 * @param {PodStory} story
 * @param {string} container
 * @param {string} kind
 * @param {string} band
 * @param {{fromMs: number, toMs: number} | null} rail
 */
function probeLane(story, container, kind, band, rail) {
  const { marks, capsules } = probeTrack(story, container, kind);
  const sub = interpolate(gettext("%(kind)s probe"), { kind });
  const key = `probe/${container}/${kind}`;
  return lane({ key, kind: "probe", title: "", sub, band, marks, capsules, rail });
}

/**
 * The grace period is one budget that all containers spend: one lane for all of them.
 *
 * @param {PodStory} story
 * @param {number} endMs
 */
function graceLanes(story, endMs) {
  const wedges = wedgesOf(story, endMs);
  if (!wedges.length) return [];
  const sub = gettext("grace period");
  return [lane({ key: "grace", kind: "grace", title: "", sub, band: "", wedges })];
}

/**
 * @param {PodStory} story
 * @param {History} history
 */
function eventLane(story, history) {
  const events = story.events.map((record) => ({
    kind: /** @type {Mark["kind"]} */ (record.event_type === "Warning" ? "warning" : "normal"),
    atMs: millis(record),
    text: record.count > 1 ? `${record.reason} ×${record.count}` : record.reason,
    label: `${record.reason}: ${record.message}`,
    record: record.id,
  }));
  const inputs = history.inputs.map((record) => ({
    kind: /** @type {const} */ ("input"),
    atMs: millis(record),
    text: record.line.replace(/^kubectl exec .* -- /, ""),
    label: `${record.line}${record.output ? `: ${record.output}` : ""}`,
    record: record.id,
  }));
  const printed = history.printed.map((record) => ({
    kind: /** @type {Mark["kind"]} */ (record.ok ? "normal" : "warning"),
    atMs: millis(record),
    text: record.line,
    label: `${record.line}: ${record.text}`,
    record: record.id,
  }));
  const marks = [...events, ...inputs, ...printed].sort((a, b) => a.record - b.record);
  return lane({ key: "events", kind: "events", title: gettext("Events"), band: "events", marks });
}
