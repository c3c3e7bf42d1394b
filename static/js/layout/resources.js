/**
 * What a Pod asks for and may use in all: the sum of its apps and sidecars, or what its
 * greatest init container needs, if that is more.
 *
 * Mirrors AggregateContainerRequests and AggregateContainerLimits in
 * k8s.io/component-helpers/resource/helpers.go.
 */

import { isSidecar } from "./spec.js";

/**
 * @typedef {import("./spec.js").PodSpec} PodSpec
 * @typedef {import("./spec.js").Container} Container
 * @typedef {"requests" | "limits"} Side
 */

/**
 * @typedef {object} Sum
 * @property {string} resource
 * @property {number} requests   0 where nothing is asked
 * @property {number} limits     0 where nothing limits
 * @property {boolean} byInit    whether an init container decides the request
 */

/** @type {Record<string, number>} */
const SUFFIXES = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * @param {string | number | undefined} quantity
 */
export function amount(quantity) {
  const found = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]*)$/.exec(String(quantity ?? 0));
  return found ? Number(found[1]) * (SUFFIXES[found[2]] ?? 1) : 0;
}

/**
 * @param {PodSpec} spec
 * @returns {Sum[]} cpu and memory first
 */
export function effective(spec) {
  const all = [...(spec.initContainers ?? []), ...spec.containers];
  const names = new Set(
    all.flatMap(({ resources }) => [
      ...Object.keys(resources?.requests ?? {}),
      ...Object.keys(resources?.limits ?? {}),
    ]),
  );
  return [...names].sort().map((resource) => {
    const requests = total(spec, "requests", resource);
    return {
      resource,
      requests: requests.most,
      limits: total(spec, "limits", resource).most,
      byInit: requests.byInit,
    };
  });
}

/**
 * A sidecar goes on running: it counts with the apps, and beside each init container after it.
 *
 * @param {PodSpec} spec
 * @param {Side} side
 * @param {string} resource
 */
function total(spec, side, resource) {
  const of = (/** @type {Container} */ c) => amount(c.resources?.[side]?.[resource]);
  let sidecars = 0;
  let init = 0;
  for (const container of spec.initContainers ?? []) {
    if (isSidecar(container)) sidecars += of(container);
    init = Math.max(init, isSidecar(container) ? sidecars : sidecars + of(container));
  }
  const apps = sidecars + spec.containers.reduce((sum, container) => sum + of(container), 0);
  const overhead = sideOverhead(spec, side, resource, Math.max(apps, init));
  return { most: Math.max(apps, init) + overhead, byInit: init > apps };
}

/**
 * The overhead of the runtime class is asked for always, and limits only what is limited.
 *
 * @param {PodSpec} spec
 * @param {Side} side
 * @param {string} resource
 * @param {number} sum
 */
function sideOverhead(spec, side, resource, sum) {
  return side === "requests" || sum > 0 ? amount(spec.overhead?.[resource]) : 0;
}

/**
 * An amount as people write it: 250m, 1.5, 64Mi.
 *
 * @param {string} resource
 * @param {number} value
 */
export function quantity(resource, value) {
  if (resource === "cpu")
    return value < 1 ? `${Math.round(value * 1000)}m` : `${+value.toFixed(3)}`;
  for (const suffix of ["Gi", "Mi", "Ki"]) {
    const whole = value / SUFFIXES[suffix];
    if (whole >= 1) return `${+whole.toFixed(1)}${suffix}`;
  }
  return String(value);
}
