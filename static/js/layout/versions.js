/** What changed between the versions that are played, said beside the rule that it concerns. */

import { gettext, interpolate } from "../store/words.js";

/**
 * @typedef {object} Change
 * @property {string} since    the first version that does it so
 * @property {string[]} rules  the rules beside which it is worth knowing
 * @property {() => string} text   how it is since then, and how it was before
 */

/** By the name that the engine's tables of versions have for it. */
/** @type {Record<string, Change>} */
const CHANGES = {
  terminal_phase_by_worker: {
    since: "1.27",
    rules: ["termination.delete-when-finished", "kill.termination-grace-period"],
    text: () =>
      gettext("A deleted Pod gets a last phase before it goes. Before, its phase stayed."),
  },
  let_go_after_ms: {
    since: "1.22",
    rules: ["termination.delete-when-finished"],
    text: () =>
      gettext(
        "The object goes as soon as all is given back. Before, it stayed for 4 to 12 seconds more.",
      ),
  },
  worker_ends_waiting_pods: {
    since: "1.22",
    rules: ["termination.stop-containers"],
    text: () =>
      gettext(
        "Init containers of a deleted Pod end as others do. Before, they were Unknown at once.",
      ),
  },
  deadline_keeps_conditions: {
    since: "1.27",
    rules: ["termination.active-deadline"],
    text: () =>
      gettext("Past its deadline a Pod fails when its containers have ended. Before, at once."),
  },
  probes_stop_on_termination: {
    since: "1.21",
    rules: ["probe.liveness-restarts", "probe.startup-restarts"],
    text: () =>
      gettext(
        "Liveness and startup probes stop when the Pod is being deleted. Before, they went on.",
      ),
  },
  every_probe_is_heeded: {
    since: "1.21",
    rules: ["probe.startup-restarts"],
    text: () =>
      gettext("A failed startup probe is acted on at once. Before, up to 90 seconds later."),
  },
  probes_begin_at_once: {
    since: "1.21",
    rules: ["probe.failure-threshold", "probe.success-threshold"],
    text: () =>
      gettext("The first probe comes at once. Before, after a random part of its period."),
  },
  requeue_at_end_of_backoff: {
    since: "1.35",
    rules: ["restart.crash-loop-back-off"],
    text: () =>
      gettext(
        "The end of a back-off is met. Before, the Pod was looked at every 10 to 15 seconds.",
      ),
  },
  pleg_on_demand_relist: {
    since: "1.36",
    rules: ["RunPodSandbox", "hook.postStart"],
    text: () =>
      gettext(
        "What the kubelet does is seen at once. Before, up to a second later, or not at all.",
      ),
  },
  post_start_failed: {
    since: "1.26",
    rules: ["hook.post-start-kills"],
    text: () =>
      gettext("The Event says only that the hook failed. Before, it quoted the whole error."),
  },
  disruption_condition: {
    since: "1.26",
    rules: ["taint.NoExecute", "node.pressure"],
    text: () =>
      gettext("The condition DisruptionTarget says why a Pod has to go. Before, nothing said so."),
  },
  node_monitor_grace_ms: {
    since: "1.32",
    rules: ["node.silent", "node.taints-follow-ready"],
    text: () => gettext("A node is given up after 50 seconds of silence. Before, after 40."),
  },
  graceful_node_shutdown: {
    since: "1.21",
    rules: ["node.shutdown"],
    text: () =>
      gettext("The kubelet ends its Pods when its machine shuts down. Before, they were cut off."),
  },
  static_pods_stand_alone: {
    since: "1.34",
    rules: ["static-pod.mirror"],
    text: () =>
      gettext("A static Pod that refers to an object of the API is not run. Before, it was."),
  },
  preemption_explained: {
    since: "1.24",
    rules: ["schedule.*"],
    text: () =>
      gettext(
        "FailedScheduling tells what preemption found. Before, it told of the filters alone.",
      ),
  },
};

/**
 * What to say of the versions beside a rule.
 *
 * @param {string | undefined} rule
 * @param {string} kubernetes   the version that is played
 * @returns {{title: string, text: string}[]}
 */
export function changesOf(rule, kubernetes) {
  if (!rule) return [];
  const family = rule.startsWith("schedule.") ? "schedule.*" : rule;
  return Object.values(CHANGES)
    .filter(({ rules }) => rules.includes(family))
    .map(({ since, text }) => ({ title: title(since, kubernetes), text: text() }));
}

/**
 * @param {string} since
 * @param {string} kubernetes
 */
function title(since, kubernetes) {
  const words = isBefore(kubernetes, since)
    ? gettext("Changed in %(since)s; played is %(played)s")
    : gettext("Changed in %(since)s");
  return interpolate(words, { since, played: kubernetes });
}

/**
 * Whether a version comes before another: 1.9 before 1.20.
 *
 * @param {string} one
 * @param {string} other
 */
export function isBefore(one, other) {
  const [major, minor] = one.split(".").map(Number);
  const [otherMajor, otherMinor] = other.split(".").map(Number);
  return major === otherMajor ? minor < otherMinor : major < otherMajor;
}
