/** Why something is as it is: the chain of causes, back to a line, a default or a command. */

import { gettext, interpolate, ngettext } from "../store/words.js";
import { millis } from "../wire/records.js";
import { clock, duration } from "./axis.js";
import { actBehind, chainOf, decidingField } from "./causes.js";
import { changesOf } from "./changes.js";
import { fieldStation } from "./decided.js";
import { isAlive } from "./grace.js";
import { happening, isEcho, probeNames, times } from "./happenings.js";
import { trafficSaid } from "./traffic.js";
import { unheardBefore } from "./unheard.js";

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {import("../wire/records.js").PodRecord} PodRecord
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 * @typedef {import("../wire/records.js").Positions} Positions
 * @typedef {import("./history.js").History} History
 */

/**
 * @typedef {object} Station
 * @property {string} text       *stars* around what is bold
 * @property {string} source     where it can be seen
 * @property {number | null} line   of the manifest
 * @property {number} record
 * @property {Origin} [origin]   of what decided, and of the first cause, where the story begins
 */

/** @typedef {"manifest" | "default" | "input" | "fault"} Origin */

/** Of a long chain the last effects are told, what decided, and the first cause. */
const MOST_STATIONS = 6;

/**
 * @param {WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 * @param {string} manifests
 * @returns {Station[]} the effect first, its first cause last
 */
export function whyOf(record, history, positions, manifests) {
  const chain = chainOf(record, history, positions);
  const told = chain.flatMap((link, i) => {
    const field = decidingField(link, chain[i - 1] ?? null, history, positions);
    const station = stationOf(link, history);
    if (!field) return [station];
    return [station, fieldStation(link, field, history, positions, manifests)];
  });
  const act = chain.at(-1)?.type === "input" ? null : actBehind(chain, history);
  if (act && !told.some((station) => station.record === act.id)) told.push(stationOf(act, history));
  const stations = withoutEchoes(told);
  const last = stations.at(-1);
  if (!last) return [givenStation(record)];
  if (last.origin) return condensed(stations);
  const begun = history.byId.get(last.record);
  if (begun?.type !== "input") return condensed([...stations, givenStation(record)]);
  const broken = [...chain, ...history.faults].some(
    (link) => link.type === "process" && link.what === "fault" && link.cause === begun.id,
  );
  return condensed([...stations.slice(0, -1), { ...last, origin: broken ? "fault" : "input" }]);
}

/**
 * Where nothing led to it: it is there in every cluster, or a node does it by itself.
 *
 * @param {WireRecord} record
 * @returns {Station}
 */
function givenStation({ id }) {
  const text = gettext("Every cluster begins like this: *nobody asked for it*.");
  return { text, source: gettext("default"), line: null, record: id, origin: "default" };
}

/**
 * The last part of a rule's name: of `probe.failure-threshold` or of a source file.
 *
 * @param {string | undefined} rule
 */
function ruleName(rule = "") {
  return rule
    .replace(/^.*\//, "")
    .replace(/\.go$/, "")
    .replace(/^[a-z]+\./, "");
}

/**
 * Without what lies in the middle and decided nothing, until there are few enough.
 *
 * @param {Station[]} stations
 */
function condensed(stations) {
  const kept = [...stations];
  for (let at = kept.length - 2; at > 1 && kept.length > MOST_STATIONS; at--) {
    if (!kept[at].origin) kept.splice(at, 1);
  }
  return withoutEchoes([
    ...kept.slice(0, MOST_STATIONS - 1),
    ...kept.slice(MOST_STATIONS - 1).slice(-1),
  ]);
}

/** @param {Station[]} stations */
function withoutEchoes(stations) {
  return stations.filter((station, i) => station.text && station.text !== stations[i - 1]?.text);
}

/**
 * @param {WireRecord} record
 * @param {History} history
 * @returns {Station}
 */
function stationOf(record, history) {
  const { text, source } = said(record, history);
  return { text, source, line: null, record: record.id };
}

/**
 * A record in a plain sentence; an empty one for what is no happening.
 *
 * @param {WireRecord} record
 * @param {History} history
 * @returns {{text: string, source: string}}
 */
export function said(record, history) {
  const time = clock(millis(record));
  switch (record.type) {
    case "pod":
      return podSaid(record, history.previous.get(record.id) ?? null);
    case "pod-deleted": {
      const text = isAlive(history.storyOf(record), millis(record))
        ? gettext("The API server removes the Pod, *though it may still run* on its node.")
        : gettext("The API server removes the Pod: nothing of it runs.");
      return { text, source: "DELETED" };
    }
    case "process":
      return processSaid(record, time, unheardBefore(record, history));
    case "input": {
      const text = interpolate(gettext("You ran *%(line)s* at %(time)s."), {
        line: record.line,
        time,
      });
      return { text, source: gettext("your command") };
    }
    case "printed":
      return { text: record.text, source: record.line };
    case "event":
      return { text: isEcho(record) ? "" : record.message.trim(), source: record.reason };
    case "object":
      return { text: objectSaid(record, history), source: record.kind };
    case "traffic":
      return { text: trafficSaid(record), source: `Service ${record.service}` };
    default:
      return { text: "", source: "" };
  }
}

/** @param {import("../wire/records.js").ObjectRecord} record */
function countSaid({ kind, name, verb, status, columns, rule }) {
  const count = status?.replicas ?? 0;
  const values = { kind, name, count, ready: status?.readyReplicas ?? 0 };
  if (kind === "Lease") return interpolate(gettext("Node *%(name)s* gives its last sign."), values);
  if (verb === "added") return interpolate(gettext("%(kind)s *%(name)s* is created."), values);
  if (rule === "deployment.scale") {
    const wanted = Number(columns?.desired ?? 0);
    const text = ngettext(
      "%(kind)s *%(name)s* is to have %(wanted)s Pod.",
      "%(kind)s *%(name)s* is to have %(wanted)s Pods.",
      wanted,
    );
    return interpolate(text, { ...values, wanted });
  }
  if (status?.replicas === undefined)
    return interpolate(gettext("%(kind)s *%(name)s* changes."), values);
  const text = ngettext(
    "%(kind)s *%(name)s* has %(count)s Pod, %(ready)s of them ready.",
    "%(kind)s *%(name)s* has %(count)s Pods, %(ready)s of them ready.",
    count,
  );
  return interpolate(text, values);
}

/**
 * @param {import("../wire/records.js").ObjectRecord} record
 * @param {History} history
 */
function objectSaid(record, history) {
  if (record.kind !== "EndpointSlice") {
    return countSaid(record);
  }
  const changed = new Set(history.endpointsChangedBy(record).map(({ story }) => story.name));
  const all = record.endpoints ?? [];
  const endpoints = changed.size ? all.filter(({ pod }) => changed.has(pod)) : all;
  if (!endpoints.length) return gettext("The Service has no endpoint any more.");
  if (endpoints.some((e) => e.terminating)) {
    return gettext("The endpoint is *terminating*: no new connections come.");
  }
  if (endpoints.every((e) => e.ready)) {
    return gettext("The endpoint is *ready*: the Service sends connections.");
  }
  return gettext("The endpoint is not *ready*: new connections go elsewhere.");
}

/**
 * @param {PodRecord} pod
 * @param {PodRecord | null} before
 * @returns {{text: string, source: string}}
 */
function podSaid(pod, before) {
  const changes = changesOf(before, pod);
  /** @type {((change: import("./changes.js").Change) => boolean)[]} */
  const order = [
    (c) => c.kind === "deletion",
    (c) => c.kind === "phase" && c.to !== "Pending",
    (c) => c.kind === "condition" && c.type === "Ready" && (c.to === "True" || c.from === "True"),
    (c) => c.kind === "node",
    (c) => c.kind === "condition" && c.to === "True",
    (c) => c.kind === "condition" && c.type === "PodScheduled",
    (c) => c.kind === "container",
    (c) => c.kind === "created",
  ];
  const first = order.map((wanted) => changes.find(wanted)).find(Boolean);
  return first ? changeSaid(first, pod) : { text: "", source: "" };
}

/**
 * @param {import("./changes.js").Change} change
 * @param {PodRecord} pod
 * @returns {{text: string, source: string}}
 */
function changeSaid(change, pod) {
  switch (change.kind) {
    case "deletion": {
      const time = duration(change.graceSeconds * 1000);
      return {
        text: interpolate(gettext("The Pod is marked for deletion: *%(time)s* to end."), { time }),
        source: "deletionTimestamp",
      };
    }
    case "phase":
      return {
        text: interpolate(gettext("The Pod’s phase becomes *%(to)s*."), change),
        source: `phase=${change.to}`,
      };
    case "condition":
      return conditionSaid(change, pod);
    case "node":
      return {
        text: interpolate(gettext("The scheduler binds the Pod to *%(to)s*."), change),
        source: "Scheduled",
      };
    case "container": {
      const { name, to } = change;
      const values = { name, state: to.reason ? `${to.state}: ${to.reason}` : to.state };
      return {
        text: interpolate(gettext("The API shows %(name)s as *%(state)s*."), values),
        source: "containerStatuses",
      };
    }
    default:
      return { text: gettext("The Pod is created."), source: "ADDED" };
  }
}

/**
 * @param {Extract<import("./changes.js").Change, {kind: "condition"}>} change
 * @param {PodRecord} pod
 */
function conditionSaid({ type, to, reason, message }, pod) {
  const source = `${type}=${to}`;
  const unready = pod.containers.filter((c) => !c.ready && c.kind !== "init").map((c) => c.name);
  if (type === "Ready" && to === "False" && unready.length) {
    const text = ngettext(
      "The Pod is no longer *Ready*: its container %(names)s is not.",
      "The Pod is no longer *Ready*: its containers %(names)s are not.",
      unready.length,
    );
    return { text: interpolate(text, { names: unready.join(", ") }), source };
  }
  if (type === "Ready" && to === "False" && !reason) {
    const text = gettext("The Pod is no longer *Ready*: nothing is heard of its node.");
    return { text, source };
  }
  if (type === "Ready" && to === "True") {
    return { text: gettext("The Pod is *Ready*: all its containers are."), source };
  }
  const text = message || interpolate(gettext("The condition *%(type)s* is %(to)s."), { type, to });
  return { text, source };
}

/**
 * @param {ProcessRecord} record
 * @param {string} time
 * @param {string} unheard   the signal that was ignored until then
 */
function processSaid(record, time, unheard) {
  const source = ruleName(record.rule) || record.what;
  if (record.what === "signal" && unheard) {
    const text = gettext("%(name)s gets SIGKILL at %(time)s: *nothing in it handled %(unheard)s*.");
    return { text: interpolate(text, { name: record.container ?? "", time, unheard }), source };
  }
  if (record.what === "probe" && record.result === "failure") {
    const values = {
      probe: probeNames()[record.probe ?? ""] ?? "",
      times: times(record.count ?? 1),
      message: (record.message ?? "").trim(),
    };
    const text = values.message
      ? gettext("%(probe)s failed *%(times)s*: %(message)s")
      : gettext("%(probe)s failed *%(times)s*.");
    return { text: interpolate(text, values), source };
  }
  if (record.what === "grace") {
    const given = duration((record.until ?? record.t) * 1000 - millis(record));
    const text = gettext("%(name)s has *%(given)s* to end, from %(time)s on.");
    return { text: interpolate(text, { name: record.container ?? "", given, time }), source };
  }
  const happened = happening(record).replace(/[:：]$/, "");
  return { text: interpolate(gettext("%(happened)s at %(time)s."), { happened, time }), source };
}
