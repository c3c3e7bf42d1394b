/** What takes each edge of the engine's machines, in a sentence. */

import { gettext, told } from "../store/words.js";

/** @returns {Record<string, Record<string, string>>} by machine, then by "from → to" */
function edges() {
  return {
    phase: {
      "Pending → Running": gettext("a container has started, all init containers are done"),
      "Pending → Succeeded": gettext("all containers ended with 0 before one was seen running"),
      "Pending → Failed": gettext("an init container failed for good, or the node refused the Pod"),
      "Running → Pending": gettext("the sandbox was made anew: init containers run again"),
      "Running → Succeeded": gettext("all containers ended with 0 and none is started again"),
      "Running → Failed": gettext("all have ended, one of them badly, and none is started again"),
    },
    condition: {},
    container: {
      "waiting → running": gettext("image, back-off and start order allow it: the process starts"),
      "waiting → terminated": gettext("it ran and ended between two looks of the kubelet"),
      "running → terminated": gettext("its process ends: by itself, by a signal, or out of memory"),
      "running → waiting": gettext("the kubelet lost sight of it and will make a new one"),
      "terminated → waiting": gettext("it is to run again, after its back-off"),
      "terminated → running": gettext("the kubelet starts it again"),
    },
    endpoint: {
      "not ready → ready": gettext("the Pod becomes Ready"),
      "ready → not ready": gettext("the Pod is no longer Ready"),
      "not ready → terminating": gettext("the Pod is deleted"),
      "ready → terminating": gettext("the Pod is deleted: no new connections come"),
      "not ready → gone": gettext("the Pod has ended, or its labels no longer match"),
      "ready → gone": gettext("the Pod has ended, or its labels no longer match"),
      "terminating → gone": gettext("the API server has removed the Pod"),
      "gone → not ready": gettext("its labels match the selector again"),
      "gone → ready": gettext("its labels match the selector again"),
      "gone → terminating": gettext("its labels match again while it ends"),
    },
  };
}

/**
 * A state by its name; those of an endpoint are no words of the API.
 *
 * @param {string} machine
 * @param {string} state
 */
export function stateSaid(machine, state) {
  if (machine !== "endpoint") return state;
  /** @type {Record<string, string>} */
  const words = {
    absent: gettext("absent"),
    "not ready": gettext("not ready"),
    ready: gettext("ready"),
    terminating: gettext("terminating"),
    gone: gettext("gone"),
  };
  return words[state] ?? state;
}

/**
 * @param {string} machine
 * @param {string} from
 * @param {string} to
 */
export function edgeSaid(machine, from, to) {
  const edge = `${stateSaid(machine, from)} → ${stateSaid(machine, to)}`;
  const said = edges()[machine]?.[`${from} → ${to}`];
  return said ? told(edge, said) : edge;
}

/**
 * All ways out of a state.
 *
 * @param {import("../wire/records.js").Chart} chart
 * @param {string} state
 */
export function waysOut(chart, state) {
  return chart.edges
    .filter(([from]) => from === state)
    .map(([from, to]) => edgeSaid(chart.name, from, to))
    .join("\n");
}
