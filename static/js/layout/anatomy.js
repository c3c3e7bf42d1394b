/** What a Pod is made of at a moment: the sandbox, its namespaces, containers, volumes, sums. */

import { isSidecar } from "./spec.js";
import { effective } from "./resources.js";
import { podAt, recordsUntil } from "./status-at.js";

/**
 * @typedef {import("./spec.js").PodSpec} PodSpec
 * @typedef {import("./spec.js").Container} Container
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("../wire/records.js").ContainerStatus} ContainerStatus
 */

/**
 * @typedef {"init" | "sidecar" | "app" | "ephemeral"} Kind
 * @typedef {object} Part       a container in the box
 * @property {string} name
 * @property {Kind} kind
 * @property {string} image
 * @property {string} state     as a track has it: waiting, run, ready, term, done, fail
 * @property {string} word      the state in Kubernetes' words
 * @property {string[]} ports
 * @property {boolean} privileged
 * @property {{volume: string, path: string, readOnly: boolean}[]} mounts
 */

/**
 * @typedef {object} Namespace
 * @property {"network" | "IPC" | "UTS" | "PID"} name
 * @property {"pod" | "host" | "container"} of   whose it is
 */

/**
 * @typedef {object} Anatomy
 * @property {string} name
 * @property {string} node
 * @property {string} ip         empty before the sandbox has one
 * @property {string} hostname
 * @property {boolean} sandbox   whether it stands
 * @property {string} qos
 * @property {Namespace[]} namespaces
 * @property {Part[]} parts      in the order of their start
 * @property {{name: string, kind: string, by: string[]}[]} volumes
 * @property {{ip: string, names: string[]}[]} hosts   lines that hostAliases add to /etc/hosts
 * @property {import("./resources.js").Sum[]} sums
 */

/** Where the kubelet puts what lets a container speak with the API server. */
const ACCESS = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * @param {PodStory} story
 * @param {PodSpec} spec
 * @param {number} atMs
 * @returns {Anatomy | null} null where there is no such Pod
 */
export function anatomyAt(story, spec, atMs) {
  const pod = podAt(story, atMs);
  if (!pod) return null;
  const parts = partsOf(spec, pod.containers);
  return {
    name: pod.name,
    node: pod.nodeName ?? "",
    ip: pod.podIP ?? "",
    hostname: spec.hostname ?? pod.name,
    sandbox: sandboxStands(story, atMs),
    qos: pod.qosClass ?? "",
    namespaces: namespacesOf(spec),
    parts,
    volumes: volumesOf(spec, parts),
    hosts: (spec.hostAliases ?? []).map(({ ip, hostnames }) => ({ ip, names: hostnames ?? [] })),
    sums: effective(spec),
  };
}

/**
 * @param {PodStory} story
 * @param {number} atMs
 */
function sandboxStands(story, atMs) {
  const last = recordsUntil(story.processes, atMs).findLast(({ what }) =>
    what.startsWith("sandbox-"),
  );
  return last?.what === "sandbox-ready";
}

/**
 * @param {PodSpec} spec
 * @returns {Namespace[]}
 */
export function namespacesOf(spec) {
  return [
    { name: "network", of: spec.hostNetwork ? "host" : "pod" },
    { name: "IPC", of: spec.hostIPC ? "host" : "pod" },
    { name: "UTS", of: spec.hostNetwork ? "host" : "pod" },
    { name: "PID", of: spec.hostPID ? "host" : spec.shareProcessNamespace ? "pod" : "container" },
  ];
}

/**
 * @param {PodSpec} spec
 * @param {ContainerStatus[]} statuses
 * @returns {Part[]}
 */
function partsOf(spec, statuses) {
  /** @type {[Kind, Container][]} */
  const all = [
    ...(spec.initContainers ?? []).map(
      (c) => /** @type {[Kind, Container]} */ ([isSidecar(c) ? "sidecar" : "init", c]),
    ),
    ...spec.containers.map((c) => /** @type {[Kind, Container]} */ (["app", c])),
    ...(spec.ephemeralContainers ?? []).map(
      (c) => /** @type {[Kind, Container]} */ (["ephemeral", c]),
    ),
  ];
  return all.map(([kind, container]) => {
    const status = statuses.find(({ name }) => name === container.name);
    return {
      name: container.name,
      kind,
      image: container.image,
      ...stateOf(status),
      ports: (container.ports ?? []).map(({ containerPort }) => `:${containerPort}`),
      privileged: container.securityContext?.privileged ?? false,
      mounts: (container.volumeMounts ?? [])
        .filter(({ mountPath }) => mountPath !== ACCESS)
        .map(({ name, mountPath, readOnly }) => ({
          volume: name,
          path: mountPath,
          readOnly: readOnly ?? false,
        })),
    };
  });
}

/**
 * @param {ContainerStatus | undefined} status
 * @returns {{state: string, word: string}}
 */
function stateOf(status) {
  if (!status || status.state === "waiting") {
    return { state: "wait", word: status?.reason ?? "Waiting" };
  }
  if (status.state === "running") {
    return { state: status.ready ? "ready" : "run", word: status.ready ? "Ready" : "Running" };
  }
  return { state: status.exitCode ? "fail" : "done", word: status.reason ?? "Terminated" };
}

/**
 * @param {PodSpec} spec
 * @param {Part[]} parts
 */
function volumesOf(spec, parts) {
  const tokens = new Set(
    [...(spec.initContainers ?? []), ...spec.containers]
      .flatMap(({ volumeMounts }) => volumeMounts ?? [])
      .filter(({ mountPath }) => mountPath === ACCESS)
      .map(({ name }) => name),
  );
  return (spec.volumes ?? [])
    .filter(({ name }) => !tokens.has(name))
    .map(({ name, ...source }) => ({
      name,
      kind: Object.keys(source)[0] ?? "emptyDir",
      by: parts
        .filter(({ mounts }) => mounts.some(({ volume }) => volume === name))
        .map((part) => part.name),
    }));
}
