/** What a viewer can do to a Pod at this moment, each as the command line that does it. */

import { gettext, interpolate } from "../store/words.js";

/**
 * @typedef {object} Action
 * @property {string} group   a heading
 * @property {string} title   what it does, in a few words
 * @property {string} line    the command
 * @property {string} [key]   the key that does it as well
 *
 * @typedef {object} Subject
 * @property {import("../wire/records.js").PodRecord} pod   as it is at the moment
 * @property {{container: string, probe: string}[]} probes  that the Pod has
 * @property {{container: string, probe: string}[]} broken  probes under a fault right now
 */

/**
 * @param {Subject} subject
 * @returns {Action[]}
 */
export function actionsFor(subject) {
  const { pod } = subject;
  return [...ending(pod), ...processes(pod), ...probing(subject), ...around(pod)];
}

/** @param {import("../wire/records.js").PodRecord} pod */
function named(pod) {
  return pod.namespace === "default" ? pod.name : `${pod.name} -n ${pod.namespace}`;
}

/**
 * @param {import("../wire/records.js").PodRecord} pod
 * @returns {Action[]}
 */
function ending(pod) {
  const group = gettext("End it");
  const line = `kubectl delete pod ${named(pod)}`;
  return [
    { group, title: gettext("Delete the Pod"), line, key: "d" },
    { group, title: gettext("Delete it with 5 s of grace"), line: `${line} --grace-period=5` },
    { group, title: gettext("Force delete"), line: `${line} --grace-period=0 --force` },
    { group, title: gettext("Evict the Pod"), line: `evict ${named(pod)}` },
  ];
}

/**
 * @param {import("../wire/records.js").PodRecord} pod
 * @returns {Action[]}
 */
function processes(pod) {
  const running = pod.containers.filter(({ state }) => state === "running");
  const group = gettext("Processes");
  return running.flatMap(({ name }) => [
    {
      group,
      title: interpolate(gettext("Kill %(container)s (SIGKILL)"), { container: name }),
      line: `kill ${named(pod)} -c ${name} --signal=KILL`,
    },
    {
      group,
      title: interpolate(gettext("Send %(container)s a SIGTERM"), { container: name }),
      line: `kill ${named(pod)} -c ${name} --signal=TERM`,
    },
  ]);
}

/**
 * @param {Subject} subject
 * @returns {Action[]}
 */
function probing({ pod, probes, broken }) {
  return probes.flatMap(({ container, probe }) => {
    const group = interpolate(gettext("%(probe)s probe of %(container)s"), {
      probe: probe[0].toUpperCase() + probe.slice(1),
      container,
    });
    const line = `fault probe ${named(pod)} -c ${container} ${probe}`;
    const actions = [
      { group, title: gettext("Make it fail"), line: `${line} fail` },
      { group, title: gettext("Make it too slow"), line: `${line} slow` },
      { group, title: gettext("Refuse its connection"), line: `${line} refuse` },
    ];
    const isBroken = broken.some((b) => b.container === container && b.probe === probe);
    return isBroken
      ? [{ group, title: gettext("Let it recover"), line: `${line} clear` }]
      : actions;
  });
}

/**
 * @param {import("../wire/records.js").PodRecord} pod
 * @returns {Action[]}
 */
function around(pod) {
  const node = pod.nodeName;
  if (!node) return [];
  const group = gettext("Around it");
  return [
    { group, title: gettext("Kill its sandbox"), line: `sandbox kill ${named(pod)}` },
    { group, title: gettext("Stop the kubelet"), line: `kubelet stop ${node}` },
    { group, title: gettext("Start the kubelet"), line: `kubelet start ${node}` },
    { group, title: gettext("Drain the node"), line: `kubectl drain ${node}` },
  ];
}
