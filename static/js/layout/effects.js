/**
 * What a record changes, in one short line: the second half of the moment's sentence.
 *
 * Of all that changes at one instant the weightiest is said: what reaches people outside
 * (traffic, readiness, phase) before what happens within.
 */

import { gettext, ngettext } from "../store/words.js";
import { changesOf } from "./changes.js";
import { shortened, tell } from "./effect.js";
import { isAlive } from "./grace.js";
import { changed } from "./pod-effects.js";
import { processed } from "./process-effects.js";
import { lostOf } from "./traffic.js";
import { millis } from "../wire/records.js";

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {import("./effect.js").Effect} Effect
 * @typedef {import("./effect.js").Told} Told
 * @typedef {import("./history.js").History} History
 */

/**
 * @param {WireRecord} record
 * @param {History} history
 * @param {string} pod   what the Pod is called here: "the Pod", or its name among several
 * @returns {Effect[]}
 */
export function effectsOf(record, history, pod) {
  const uid = history.storyOf(record)?.uid ?? "";
  return told(record, history, pod).map((effect) => ({ ...effect, record, uid }));
}

/**
 * @param {WireRecord} record
 * @param {History} history
 * @param {string} pod
 * @returns {Told[]}
 */
function told(record, history, pod) {
  switch (record.type) {
    case "pod": {
      const prepares = record.containers.some(({ kind }) => kind === "init" || kind === "sidecar");
      const before = history.previous.get(record.id) ?? null;
      return changesOf(before, record).flatMap((change) => changed(change, pod, prepares));
    }
    case "pod-deleted": {
      const happened = isAlive(history.storyOf(record), millis(record))
        ? gettext("Its node may still run it:")
        : gettext("Nothing of it is left:");
      return [tell(97, "gone", gettext("%(pod)s is gone"), happened, { pod })];
    }
    case "process":
      return processed(record, history);
    case "event":
      return [tell(50, "warning", shortened(record.message), "", {})];
    case "input":
      return [
        tell(
          1,
          "input",
          record.ok ? gettext("nothing changes yet") : shortened(record.output),
          "",
          {},
        ),
      ];
    case "traffic":
      return lost(lostOf(record.counts));
    default:
      return [];
  }
}

/**
 * @param {number} count   requests, in one second
 * @returns {Told[]}
 */
function lost(count) {
  if (!count) return [];
  const changes = ngettext("%(count)s request is lost", "%(count)s requests are lost", count);
  return [tell(92, "lost", changes, gettext("Of this second’s requests:"), { count })];
}

/**
 * The effects of a change of an EndpointSlice on one Pod.
 *
 * @param {import("./history.js").EndpointChange} change
 * @param {import("./history.js").EndpointState | null} before
 * @param {{name: string, uid: string}} pod   as it is called here
 * @returns {Effect}
 */
export function endpointEffect(change, before, pod) {
  const values = { pod: pod.name };
  const told = {
    ready: () => tell(86, "endpoint ready", gettext("%(pod)s gets traffic"), "", values),
    "not ready": () =>
      before === "ready"
        ? tell(87, "endpoint out", gettext("%(pod)s leaves the Service"), "", values)
        : tell(12, "endpoint known", gettext("the Service knows %(pod)s"), "", values),
    terminating: () =>
      tell(84, "endpoint ending", gettext("no new connections to %(pod)s"), "", values),
    gone: () => tell(48, "endpoint gone", gettext("the Service forgets %(pod)s"), "", values),
  }[change.state]();
  return { ...told, record: change.record, uid: pod.uid };
}
