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
 * @property {string[]} [images]                            of its containers
 * @property {string[]} [faults]                            commands of what is in force
 */

/**
 * @param {Subject} subject
 * @returns {Action[]}
 */
export function actionsFor(subject) {
  const { pod } = subject;
  const faults = subject.faults ?? [];
  return [
    ...ending(pod),
    ...processes(pod),
    ...probing(subject),
    ...images(subject.images ?? []),
    ...around(pod),
  ].filter(({ line }) => !faults.includes(line));
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
    {
      group,
      title: interpolate(gettext("Let %(container)s exit with 1"), { container: name }),
      line: `kill ${named(pod)} -c ${name} --exit-code=1`,
    },
    {
      group,
      title: interpolate(gettext("Let %(container)s hang"), { container: name }),
      line: `fault process ${named(pod)} -c ${name} hang`,
    },
    {
      group,
      title: interpolate(gettext("Let %(container)s leak 10 Mi a second"), { container: name }),
      line: `fault process ${named(pod)} -c ${name} leak=10Mi`,
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
 * @param {string[]} names
 * @returns {Action[]}
 */
function images(names) {
  return names.flatMap((image) => {
    const group = interpolate(gettext("Image %(image)s"), { image });
    return [
      { group, title: gettext("It is nowhere"), line: `image absent ${image}` },
      { group, title: gettext("It needs credentials"), line: `image denied ${image}` },
      { group, title: gettext("Its pull is slow"), line: `image slow ${image}` },
      { group, title: gettext("Only the nodes have it"), line: `image cached ${image}` },
    ];
  });
}

/**
 * @param {import("../wire/records.js").PodRecord} pod
 * @returns {Action[]}
 */
function around(pod) {
  const group = gettext("Around it");
  const registry = {
    group,
    title: gettext("Stop the registry docker.io"),
    line: "fault registry docker.io down",
  };
  const node = pod.nodeName;
  if (!node) return [registry];
  const machine = interpolate(gettext("Node %(node)s"), { node });
  return [
    { group, title: gettext("Kill its sandbox"), line: `sandbox kill ${named(pod)}` },
    registry,
    { group: machine, title: gettext("Take it down"), line: `node down ${node}` },
    { group: machine, title: gettext("Bring it up"), line: `node up ${node}` },
    { group: machine, title: gettext("Reboot it"), line: `node reboot ${node}` },
    { group: machine, title: gettext("Shut it down gracefully"), line: `node shutdown ${node}` },
    { group: machine, title: gettext("Drain it"), line: `kubectl drain ${node}` },
    { group: machine, title: gettext("Stop the kubelet"), line: `kubelet stop ${node}` },
    { group: machine, title: gettext("Start the kubelet"), line: `kubelet start ${node}` },
    { group: machine, title: gettext("Slow its runtime"), line: `fault runtime ${node} slow` },
    { group: machine, title: gettext("Stop its runtime"), line: `fault runtime ${node} down` },
    {
      group: machine,
      title: gettext("Leave it little memory"),
      line: `fault node ${node} memory-pressure`,
    },
    {
      group: machine,
      title: gettext("Leave it little disk"),
      line: `fault node ${node} disk-pressure`,
    },
  ];
}
