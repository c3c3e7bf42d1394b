/** What an update of a Pod changes, in one short line for each change. */

import { gettext } from "../store/words.js";
import { duration } from "./axis.js";
import { shortened, tell } from "./effect.js";

/**
 * @typedef {import("./effect.js").Told} Told
 * @typedef {import("./changes.js").Change} Change
 */

/**
 * @param {Change} change
 * @param {string} pod
 * @param {boolean} prepares   whether it has init containers or sidecars
 * @returns {Told[]}
 */
export function changed(change, pod, prepares) {
  switch (change.kind) {
    case "created":
      return [
        tell(30, "created", gettext("%(pod)s waits for a node"), gettext("The Pod is created:"), {
          pod,
        }),
      ];
    case "node": {
      const values = { pod, node: change.to };
      return [
        tell(
          40,
          "bound",
          gettext("%(pod)s goes to %(node)s"),
          gettext("The scheduler finds a place:"),
          values,
        ),
      ];
    }
    case "deletion": {
      const time = duration(change.graceSeconds * 1000);
      const text = change.graceSeconds
        ? gettext("%(pod)s has %(time)s to end")
        : gettext("%(pod)s ends at once");
      return [tell(90, "deletion", text, gettext("The Pod is deleted:"), { pod, time })];
    }
    case "phase":
      return phase(change.from, change.to, pod);
    case "condition":
      return condition(change, pod, prepares);
    case "container":
      return container(change);
    case "status":
      return [
        tell(20, "status", gettext("STATUS says %(status)s"), gettext("The API hears of it:"), {
          status: change.to,
        }),
      ];
    default:
      return [];
  }
}

/**
 * @param {string} from
 * @param {string} to
 * @param {string} pod
 * @returns {Told[]}
 */
function phase(from, to, pod) {
  if (!from) return [];
  const texts = /** @type {Record<string, [number, string]>} */ ({
    Running: [70, gettext("%(pod)s is Running")],
    Succeeded: [95, gettext("%(pod)s has Succeeded")],
    Failed: [95, gettext("%(pod)s has Failed")],
    Pending: [70, gettext("%(pod)s is Pending again")],
  });
  const [weight, text] = texts[to] ?? [10, to];
  return [tell(weight, `phase ${to}`, text, gettext("The kubelet reports:"), { pod })];
}

/**
 * @param {Extract<Change, {kind: "condition"}>} change
 * @param {string} pod
 * @param {boolean} prepares
 * @returns {Told[]}
 */
function condition({ type, from, to, reason, message }, pod, prepares) {
  const values = { pod, type, to };
  const kind = `${type} ${to}`;
  if (type === "PodScheduled" && to === "False") {
    const why =
      reason === "SchedulingGated"
        ? gettext("A scheduling gate is closed:")
        : gettext("No node fits:");
    return [tell(60, kind, gettext("%(pod)s stays Pending"), why, values)];
  }
  if (to === "True") {
    const told = /** @type {Record<string, [number, string, string]>} */ ({
      Ready: [80, gettext("%(pod)s is Ready"), gettext("Every container is ready:")],
      Initialized: prepares
        ? [45, gettext("the app may start"), gettext("The init containers are done:")]
        : [25, gettext("the app may start"), gettext("The node has the Pod:")],
      PodReadyToStartContainers: [
        35,
        gettext("containers may start"),
        gettext("Sandbox and network are there:"),
      ],
      PodResizePending: [66, gettext("the resize has to wait"), shortened(message) || reason],
      PodResizeInProgress: [66, gettext("%(pod)s is resized"), gettext("There is room for it:")],
      DisruptionTarget: [89, gettext("%(pod)s must go"), shortened(message) || reason],
    })[type];
    return told ? [tell(told[0], kind, told[1], told[2], values)] : [];
  }
  if (type === "Ready" && from === "True") {
    return [
      tell(
        82,
        kind,
        gettext("%(pod)s is no longer Ready"),
        reason ? gettext("A container is not ready:") : gettext("Nothing is heard of its node:"),
        values,
      ),
    ];
  }
  return [];
}

/**
 * @param {Extract<Change, {kind: "container"}>} change
 * @returns {Told[]}
 */
function container({ name, from, to }) {
  const values = { name, reason: to.reason ?? "", code: to.exitCode ?? 0 };
  if (to.state === "waiting" && /BackOff|Err|Error|Invalid/.test(values.reason)) {
    return [
      tell(
        63,
        "waiting",
        gettext("%(name)s: %(reason)s"),
        gettext("The kubelet can’t go on:"),
        values,
      ),
    ];
  }
  if (to.state === "terminated" && from?.state !== "terminated") {
    const happened = gettext("%(name)s has ended with exit code %(code)s:");
    const text = to.exitCode
      ? gettext("the API shows the error")
      : gettext("the API shows its end");
    return [tell(36, "terminated", text, happened, values)];
  }
  if (to.state === "running" && from?.state !== "running") {
    return [
      tell(37, "running", gettext("%(name)s is running"), gettext("%(name)s has started:"), values),
    ];
  }
  return [];
}
