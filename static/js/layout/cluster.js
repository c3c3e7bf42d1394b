/** The whole cluster at a moment: nodes with their Pods, Services with their endpoints. */

import { isOwnService, shortName } from "./history.js";
import { statusLook } from "./pod-tracks.js";
import { endpointAt, podAt, recordsUntil } from "./status-at.js";
import { totalsAt } from "./traffic.js";

/**
 * @typedef {import("./history.js").History} History
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("../wire/records.js").ObjectRecord} ObjectRecord
 */

/**
 * @typedef {object} ClusterPod
 * @property {string} uid
 * @property {string} name
 * @property {string} short
 * @property {import("./track.js").Look} look
 * @property {string} status       with READY, as kubectl prints them
 * @property {number} generation   which of its Deployment's ReplicaSets made it; 0 for others
 * @property {boolean} old         a later generation has begun
 *
 * @typedef {{name: string, status: string, pods: ClusterPod[]}} ClusterNode   "" for no node yet
 *
 * @typedef {object} ClusterEndpoint
 * @property {string} uid
 * @property {string} name
 * @property {string} short
 * @property {"ready" | "not ready" | "serving" | "terminating" | "stale"} state   `serving` while
 *   it terminates; `stale`: no endpoint any more, and yet somebody sends to it
 * @property {string[]} from       who still sends to it though it is not ready
 *
 * @typedef {object} ClusterService
 * @property {string} name
 * @property {string} namespace
 * @property {ClusterEndpoint[]} endpoints
 * @property {Record<string, number> | null} totals   of a client's requests so far
 *
 * @typedef {{nodes: ClusterNode[], services: ClusterService[], pods: number}} Cluster
 */

/**
 * @param {History} history
 * @param {number} atMs
 * @returns {Cluster}
 */
export function clusterAt(history, atMs) {
  const generations = generationsAt(history, atMs);
  /** @type {Map<string, ClusterNode>} */
  const nodes = new Map();
  for (const record of present(history, "Node", atMs)) {
    const status = String(record.columns?.Status ?? "");
    nodes.set(record.name, { name: record.name, status, pods: [] });
  }
  let count = 0;
  for (const story of history.pods.values()) {
    if (story.bornMs > atMs) continue;
    const pod = podAt(story, atMs);
    if (!pod) continue;
    const name = pod.nodeName ?? "";
    const node = nodes.get(name) ?? { name, status: "", pods: [] };
    nodes.set(name, node);
    node.pods.push(podOf(story, pod, generations));
    count++;
  }
  const sorted = [...nodes.values()].sort((a, b) => Number(!a.name) - Number(!b.name));
  return { nodes: sorted, services: servicesAt(history, atMs), pods: count };
}

/**
 * @param {PodStory} story
 * @param {import("../wire/records.js").PodRecord} pod
 * @param {Map<string, {number: number, last: boolean}>} generations
 * @returns {ClusterPod}
 */
function podOf(story, pod, generations) {
  const made = generations.get(`${pod.namespace}/${pod.owner ?? ""}`);
  return {
    uid: story.uid,
    name: story.name,
    short: shortName(story),
    look: statusLook(pod),
    status: `${pod.status_column} ${pod.ready_column}`,
    generation: made?.number ?? 0,
    old: made ? !made.last : false,
  };
}

/**
 * Which of its Deployment's templates each ReplicaSet stands for, in the order of their making.
 *
 * @param {History} history
 * @param {number} atMs
 */
function generationsAt(history, atMs) {
  /** @type {Map<string, Set<string>>} */
  const made = new Map();
  for (const { verb, namespace, name, owner } of until(history, "ReplicaSet", atMs)) {
    if (verb !== "added" || !owner) continue;
    const key = `${namespace}/${owner}`;
    made.set(key, (made.get(key) ?? new Set()).add(`${namespace}/ReplicaSet/${name}`));
  }
  /** @type {Map<string, {number: number, last: boolean}>} */
  const found = new Map();
  for (const sets of made.values()) {
    [...sets].forEach((key, i) => found.set(key, { number: i + 1, last: i + 1 === sets.size }));
  }
  return found;
}

/**
 * @param {History} history
 * @param {number} atMs
 * @returns {ClusterService[]}
 */
function servicesAt(history, atMs) {
  return present(history, "Service", atMs)
    .filter((service) => !isOwnService(service))
    .map(({ name, namespace }) => {
      const traffic = history.traffic.get(`${namespace}/${name}`) ?? [];
      return {
        name,
        namespace,
        endpoints: endpointsAt(history, namespace, name, sendersAt(traffic, atMs), atMs),
        totals: totalsAt(traffic, atMs),
      };
    });
}

/**
 * @param {History} history
 * @param {string} namespace
 * @param {string} service
 * @param {Map<string, string[]>} senders
 * @param {number} atMs
 * @returns {ClusterEndpoint[]}
 */
function endpointsAt(history, namespace, service, senders, atMs) {
  const found = /** @returns {ClusterEndpoint[]} */ (/** @type {PodStory} */ story) => {
    if (story.namespace !== namespace) return [];
    const change = endpointAt(story.endpoints.get(service) ?? [], atMs);
    const from = senders.get(story.name) ?? [];
    const { uid, name } = story;
    const short = shortName(story);
    if (!change || change.state === "gone") {
      return from.length && change ? [{ uid, name, short, state: "stale", from }] : [];
    }
    const ending = change.serving ? "serving" : "terminating";
    const state = change.state === "terminating" ? ending : change.state;
    return [{ uid, name, short, state, from: state === "ready" ? [] : from }];
  };
  return [...history.pods.values()].flatMap(found);
}

/**
 * Who sends to which Pod, as far as each has heard.
 *
 * @param {import("./history.js").TrafficRecord[]} traffic
 * @param {number} atMs
 */
function sendersAt(traffic, atMs) {
  /** @type {Map<string, string[]>} */
  const known = new Map();
  for (const record of recordsUntil(traffic, atMs)) {
    if (record.what === "start") {
      known.clear();
      for (const entry of record.entry.split(",")) known.set(entry, record.pods);
    }
    if (record.what === "learn") known.set(record.entry, record.pods);
    if (record.what === "stop") known.clear();
  }
  /** @type {Map<string, string[]>} */
  const senders = new Map();
  for (const [entry, pods] of known) {
    for (const pod of pods) senders.set(pod, [...(senders.get(pod) ?? []), entry]);
  }
  return senders;
}

/**
 * @param {History} history
 * @param {string} kind
 * @returns {ObjectRecord[]}
 */
function kindOf(history, kind) {
  return history.kinds.get(kind) ?? [];
}

/**
 * @param {History} history
 * @param {string} kind
 * @param {number} atMs
 */
function until(history, kind, atMs) {
  return recordsUntil(kindOf(history, kind), atMs);
}

/**
 * The objects of a kind that are there, each as it is, in the order of their making.
 *
 * @param {History} history
 * @param {string} kind
 * @param {number} atMs
 */
function present(history, kind, atMs) {
  /** @type {Map<string, ObjectRecord>} */
  const found = new Map();
  for (const record of until(history, kind, atMs)) {
    const key = `${record.namespace}/${record.name}`;
    if (record.verb === "deleted") found.delete(key);
    else found.set(key, record);
  }
  return [...found.values()];
}

/**
 * How many of a Service's endpoints are in each state.
 *
 * @param {ClusterEndpoint[]} endpoints
 */
export function tally(endpoints) {
  /** @type {Map<ClusterEndpoint["state"], number>} */
  const counts = new Map();
  for (const { state } of endpoints) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
