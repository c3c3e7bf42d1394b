/** Why something is as it is: the chain of causes, back to a line, a default or a command. */

import { gettext, interpolate } from "../store/words.js";
import { millis } from "../wire/records.js";
import { clock, duration } from "./axis.js";
import { changesOf } from "./changes.js";
import { placeOf } from "./fields.js";
import { happening, probeNames, times } from "./happenings.js";
import { trafficSaid } from "./traffic.js";

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
 * @property {Origin} [origin]   of the first cause: where the story begins
 */

/** @typedef {"manifest" | "default" | "input" | "fault"} Origin */

/** No story is longer: a guard against one that bites its own tail. */
const MOST_RECORDS = 2000;
/** Of a long chain the last effects are told, and the first cause. */
const MOST_STATIONS = 5;

/**
 * @param {WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 * @param {string} manifests
 * @returns {Station[]} the effect first, its first cause last
 */
export function whyOf(record, history, positions, manifests) {
  const chain = chainOf(record, history, positions);
  const told = withoutEchoes(chain.map((link) => stationOf(link, history)));
  const decided = chain.find((link) => decides(link, history, positions));
  if (decided) {
    const field = fieldStation(decided, history, positions, manifests);
    return [...condensed(told), field];
  }
  const first = told.at(-1);
  if (chain.at(-1)?.type === "input" && first) {
    const broken = chain.some((link) => link.type === "process" && link.what === "fault");
    return condensed([...told.slice(0, -1), { ...first, origin: broken ? "fault" : "input" }]);
  }
  return [...condensed(told), givenStation(record)];
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
 * From an effect back to the first cause that a line of the manifest or a person decided.
 *
 * @param {WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 */
export function chainOf(record, history, positions) {
  /** @type {WireRecord[]} */
  const chain = [];
  let at = /** @type {WireRecord | undefined} */ (record);
  while (at && chain.length < MOST_RECORDS) {
    chain.push(at);
    if (at.type === "input" || decides(at, history, positions)) break;
    at = at.cause ? history.byId.get(at.cause) : undefined;
  }
  return chain;
}

/**
 * The line of the manifest that decided a record, or the cause of it.
 *
 * @param {WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 * @returns {number | null}
 */
export function causeLine(record, history, positions) {
  const last = chainOf(record, history, positions).at(-1);
  return last ? writtenAt(last, history, positions) : null;
}

/**
 * Whether the story may end here: a field made it so. Which signal ends a process is worth
 * telling only where somebody chose it.
 *
 * @param {WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 */
function decides(record, history, positions) {
  if (writtenAt(record, history, positions) !== null) return true;
  const signal = record.type === "process" && record.what === "signal";
  return Boolean(record.fields?.length) && !signal;
}

/**
 * @param {WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 * @returns {number | null} the line, or null where a default or no field decided
 */
function writtenAt(record, history, positions) {
  const story = record.fields?.length ? history.storyOf(record) : null;
  const place = story && placeOf(positions, story, record.fields?.[0] ?? "");
  return place?.exact ? place.line : null;
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

/** @param {Station[]} stations */
function condensed(stations) {
  if (stations.length <= MOST_STATIONS) return stations;
  return [...stations.slice(0, MOST_STATIONS - 2), ...stations.slice(-1)];
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
    case "pod-deleted":
      return {
        text: gettext("The API server removes the Pod: nothing of it runs."),
        source: "DELETED",
      };
    case "process":
      return processSaid(record, time);
    case "input": {
      const text = interpolate(gettext("You ran *%(line)s* at %(time)s."), {
        line: record.line,
        time,
      });
      return { text, source: gettext("your command") };
    }
    case "event":
      return { text: record.message, source: record.reason };
    case "object":
      return { text: objectSaid(record), source: record.kind };
    case "traffic":
      return { text: trafficSaid(record), source: `Service ${record.service}` };
    default:
      return { text: "", source: "" };
  }
}

/** @param {import("../wire/records.js").ObjectRecord} record */
function countSaid({ kind, name, verb, status }) {
  const values = { kind, name, count: status?.replicas ?? 0, ready: status?.readyReplicas ?? 0 };
  if (verb === "added") return interpolate(gettext("%(kind)s *%(name)s* is created."), values);
  if (status?.replicas === undefined)
    return interpolate(gettext("%(kind)s *%(name)s* changes."), values);
  return interpolate(
    gettext("%(kind)s *%(name)s* has %(count)s Pods, %(ready)s of them ready."),
    values,
  );
}

/** @param {import("../wire/records.js").ObjectRecord} record */
function objectSaid(record) {
  if (record.kind !== "EndpointSlice") {
    return countSaid(record);
  }
  const endpoints = record.endpoints ?? [];
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
function conditionSaid({ type, to, message }, pod) {
  const source = `${type}=${to}`;
  const unready = pod.containers.filter((c) => !c.ready && c.kind !== "init").map((c) => c.name);
  if (type === "Ready" && to === "False" && unready.length) {
    const text = gettext("The Pod is no longer *Ready*: its container %(names)s is not.");
    return { text: interpolate(text, { names: unready.join(", ") }), source };
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
 */
function processSaid(record, time) {
  const source = ruleName(record.rule) || record.what;
  if (record.what === "probe" && record.result === "failure") {
    const values = {
      probe: probeNames()[record.probe ?? ""] ?? "",
      times: times(record.count ?? 1),
      message: record.message ?? "",
    };
    const text = values.message
      ? gettext("%(probe)s failed *%(times)s*: %(message)s")
      : gettext("%(probe)s failed *%(times)s*.");
    return { text: interpolate(text, values), source };
  }
  const happened = happening(record).replace(/[:：]$/, "");
  return { text: interpolate(gettext("%(happened)s at %(time)s."), { happened, time }), source };
}

/**
 * @param {WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 * @param {string} manifests
 * @returns {Station}
 */
function fieldStation(record, history, positions, manifests) {
  const field = record.fields?.[0] ?? "";
  const name = field.replace(/^.*\./, "").replace(/\[.*$/, "");
  const story = history.storyOf(record);
  const place = story && placeOf(positions, story, field);
  if (!place?.exact) {
    const text = defaultSaid(name, record);
    return { text, source: gettext("default"), line: null, record: record.id, origin: "default" };
  }
  const written = (manifests.split("\n")[place.line - 1] ?? "")
    .replace(/\s+#.*$/, "")
    .replace(/^[\s-]+/, "");
  const text = fieldSaid(name, written, record);
  const source = interpolate(gettext("line %(line)s"), { line: place.line });
  return { text, source, line: place.line, record: record.id, origin: "manifest" };
}

/**
 * @param {string} name
 * @param {WireRecord} record
 */
function defaultSaid(name, record) {
  if (name === "failureThreshold" && record.type === "process" && record.threshold) {
    const text = gettext("*%(count)s* failures in a row are the default of %(name)s.");
    return interpolate(text, { count: record.threshold, name });
  }
  const text = gettext("The default of *%(name)s* decides: the manifest doesn’t set it.");
  return interpolate(text, { name });
}

/**
 * @param {string} name
 * @param {string} written
 * @param {WireRecord} record
 */
function fieldSaid(name, written, record) {
  const value = written.slice(written.indexOf(":") + 1).trim();
  const known = FIELDS[name]?.(value);
  if (known && value) return interpolate(known, { value });
  const happened =
    record.type === "process"
      ? gettext("You set *%(written)s*.")
      : gettext("The manifest says *%(written)s*.");
  return interpolate(happened, { written: written.replace(/:$/, "") });
}

/** @type {Record<string, (value: string) => string>} */
const FIELDS = {
  failureThreshold: (value) =>
    value === "1"
      ? gettext("*One* failure is the limit you set.")
      : gettext("*%(value)s* failures in a row are the limit you set."),
  successThreshold: (value) =>
    value === "1"
      ? gettext("*One* success is what you asked for.")
      : gettext("*%(value)s* successes in a row are what you asked for."),
  periodSeconds: () => gettext("You let it run every *%(value)s* seconds."),
  initialDelaySeconds: () => gettext("You let it begin after *%(value)s* seconds."),
  timeoutSeconds: () => gettext("You give it *%(value)s* seconds to answer."),
  terminationGracePeriodSeconds: () => gettext("You give the Pod *%(value)s* seconds to end."),
  restartPolicy: () => gettext("restartPolicy *%(value)s* is what you set."),
  image: () => gettext("*%(value)s* is the image you named."),
  nodeName: () => gettext("You named the node: *%(value)s*."),
};
