/** The whole cluster at a moment: nodes with their Pods, Services with their endpoints. */

import { isOwnService, shortName } from "./history.js";
import { statusLook } from "./pod-tracks.js";
import { ownersIn } from "./owners.js";
import { clientAt, losingAt, lostSinceTold, sendersAt } from "./requests.js";
import { endpointAt, podAt, recordsUntil } from "./status-at.js";
import { totalsAt } from "./traffic.js";

/**
 * @typedef {import("./history.js").History} History
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("./owners.js").Owners} Owners
 * @typedef {import("../wire/records.js").ObjectRecord} ObjectRecord
 */

/**
 * @typedef {object} ClusterPod
 * @property {string} uid
 * @property {string} name
 * @property {string} short
 * @property {import("./track.js").Look} look
 * @property {string} status       with READY, as kubectl prints them
 * @property {string} owner        its Deployment's, StatefulSet's, … key
 * @property {import("./owners.js").Generation | null} generation
 * @property {Record<string, number> | null} losing   requests to it that are being lost
 *
 * @typedef {{name: string, status: string, pods: ClusterPod[]}} ClusterNode   "" for no node yet
 * @typedef {{owner: string, generations: {order: number, revision: string, count: number}[]}}
 *   Mixture   how many Pods of each generation an owner has
 *
 * @typedef {object} ClusterEndpoint
 * @property {string} uid
 * @property {string} name
 * @property {string} short
 * @property {"ready" | "not ready" | "serving" | "terminating" | "stale" | "out"} state   `serving`
 *   while it terminates; `stale`: no endpoint any more, and yet somebody sends to it; `out`: nobody
 *   does, but requests to it were being lost just now
 * @property {string[]} from       who sends to it
 * @property {import("./owners.js").Generation | null} generation
 * @property {Record<string, number> | null} losing
 *
 * @typedef {object} ClusterService
 * @property {string} name
 * @property {string} namespace
 * @property {ClusterEndpoint[]} endpoints
 * @property {{rps: number, via: string} | null} client
 * @property {Record<string, number> | null} losing   requests that found no Pod
 * @property {Record<string, number> | null} totals   of a client's requests so far
 *
 * @typedef {object} Cluster
 * @property {ClusterNode[]} nodes
 * @property {ClusterService[]} services
 * @property {number} pods
 * @property {Mixture[]} mixtures
 */

/**
 * @param {History} history
 * @param {number} atMs
 * @returns {Cluster}
 */
export function clusterAt(history, atMs) {
  const owners = ownersIn(history);
  const services = servicesAt(history, owners, atMs);
  const losing = new Map(
    services.flatMap(({ endpoints }) => endpoints.map((one) => [one.uid, one.losing])),
  );
  /** @type {Map<string, ClusterNode>} */
  const nodes = new Map();
  for (const record of present(history, "Node", atMs)) {
    const status = [String(record.columns?.Status ?? ""), ...pressuresOf(record)].join(",");
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
    node.pods.push(podOf(story, pod, owners, losing.get(story.uid) ?? null));
    count++;
  }
  const sorted = [...nodes.values()].sort((a, b) => Number(!a.name) - Number(!b.name));
  const mixtures = mixturesOf(sorted.flatMap(({ pods }) => pods));
  return { nodes: sorted, services, pods: count, mixtures };
}

/**
 * What a node is short of; `kubectl get nodes` doesn't tell.
 *
 * @param {ObjectRecord} record
 */
function pressuresOf({ status }) {
  /** @type {{type: string, status: string}[]} */
  const conditions = status?.conditions ?? [];
  return conditions
    .filter((one) => one.type.endsWith("Pressure") && one.status === "True")
    .map(({ type }) => type);
}

/**
 * @param {PodStory} story
 * @param {import("../wire/records.js").PodRecord} pod
 * @param {Owners} owners
 * @param {Record<string, number> | null} losing
 * @returns {ClusterPod}
 */
function podOf(story, pod, owners, losing) {
  const { key, above } = owners.keysOf(story);
  return {
    uid: story.uid,
    name: story.name,
    short: shortName(story),
    look: statusLook(pod),
    status: `${pod.status_column} ${pod.ready_column}`,
    owner: above || key,
    generation: owners.generationOf(story),
    losing,
  };
}

/**
 * Owners of which there are Pods of several generations, as in the middle of a rollout.
 *
 * @param {ClusterPod[]} pods
 * @returns {Mixture[]}
 */
function mixturesOf(pods) {
  /** @type {Map<string, Map<number, {order: number, revision: string, count: number}>>} */
  const found = new Map();
  for (const { owner, generation } of pods) {
    if (!generation) continue;
    const { order, revision } = generation;
    const counts = found.get(owner) ?? new Map();
    found.set(owner, counts);
    const before = counts.get(order)?.count ?? 0;
    counts.set(order, { order, revision, count: before + 1 });
  }
  return [...found].flatMap(([owner, counts]) => {
    const generations = [...counts.values()].sort((a, b) => a.order - b.order);
    return counts.size > 1 ? [{ owner: owner.split("/").at(-1) ?? "", generations }] : [];
  });
}

/**
 * @param {History} history
 * @param {Owners} owners
 * @param {number} atMs
 * @returns {ClusterService[]}
 */
function servicesAt(history, owners, atMs) {
  return present(history, "Service", atMs)
    .filter((service) => !isOwnService(service))
    .map(({ name, namespace }) => {
      const traffic = history.traffic.get(`${namespace}/${name}`) ?? [];
      const losing = losingAt(traffic, atMs);
      const sight = { owners, senders: sendersAt(traffic, atMs), losing, atMs };
      return {
        name,
        namespace,
        endpoints: endpointsAt(history, namespace, name, sight),
        client: clientAt(traffic, atMs),
        losing: losing.get("") ?? null,
        totals: sumOf(totalsAt(traffic, atMs), lostSinceTold(traffic, atMs)),
      };
    });
}

/**
 * @param {History} history
 * @param {string} namespace
 * @param {string} service
 * @param {{owners: Owners, senders: Map<string, string[]>, atMs: number,
 *   losing: Map<string, Record<string, number>>}} sight
 * @returns {ClusterEndpoint[]}
 */
function endpointsAt(history, namespace, service, { owners, senders, losing, atMs }) {
  const found = /** @returns {ClusterEndpoint[]} */ (/** @type {PodStory} */ story) => {
    if (story.namespace !== namespace) return [];
    const change = endpointAt(story.endpoints.get(service) ?? [], atMs);
    const { uid, name } = story;
    const from = senders.get(name) ?? [];
    const lost = losing.get(name) ?? null;
    const state = change && stateOf(change, from.length > 0, lost !== null);
    if (!state) return [];
    const generation = owners.generationOf(story);
    return [{ uid, name, short: shortName(story), from, generation, losing: lost, state }];
  };
  return [...history.pods.values()].flatMap(found);
}

/**
 * @param {import("./history.js").EndpointChange} change   the last
 * @param {boolean} isSentTo
 * @param {boolean} isLosing
 * @returns {ClusterEndpoint["state"] | null} null where it matters to nobody any more
 */
function stateOf({ state, serving }, isSentTo, isLosing) {
  if (state === "terminating") return serving ? "serving" : "terminating";
  if (state !== "gone") return state;
  if (isSentTo) return "stale";
  return isLosing ? "out" : null;
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
 * @param {Record<string, number> | null} totals
 * @param {Record<string, number>} more
 */
function sumOf(totals, more) {
  if (!totals) return null;
  const sum = { ...totals };
  for (const [outcome, count] of Object.entries(more)) sum[outcome] = (sum[outcome] ?? 0) + count;
  return sum;
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
