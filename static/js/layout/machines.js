/**
 * The machines of a Pod at a moment, as parallel regions: a Pod is never one machine.
 *
 * Which states and edges there are comes from the engine's own tables; here it is only found
 * out which state is lit and which edge was taken last.
 */

import { gettext } from "../store/words.js";
import { millis } from "../wire/records.js";
import { edgeSaid, stateSaid, waysOut } from "./edges.js";
import { containersOf } from "./lanes.js";
import { CONDITIONS, statusLook } from "./pod-tracks.js";
import { endpointAt, podAt, recordsUntil } from "./status-at.js";

/**
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("./track.js").Look} Look
 * @typedef {import("../wire/records.js").Chart} Chart
 * @typedef {import("../wire/records.js").ContainerStatus} ContainerStatus
 */

/**
 * @typedef {object} Place      one state of a region
 * @property {string} state     as the chart names it
 * @property {string} text
 * @property {boolean} lit
 * @property {boolean} was      the last edge came from here
 * @property {boolean} apart    no edge leads here from the state before it
 * @property {string} out       what takes it elsewhere, a line for each edge
 * @property {string} across    what takes the edges between it and the state before it
 */

/**
 * @typedef {object} Region
 * @property {string} name
 * @property {Look} look        of the lit state
 * @property {boolean} changed  at this step
 * @property {Place[]} places
 * @property {Last | null} last   the last edge that was taken
 */

/** @typedef {{from: string, to: string, atMs: number, record: number}} Last */

/** @typedef {{type: string, status: string, changed: boolean}} Lamp */

/**
 * @typedef {object} Machines
 * @property {Region} phase
 * @property {Region} status
 * @property {Lamp[]} lamps
 * @property {(Region & {kind: string})[]} containers
 * @property {Region[]} endpoints
 */

/**
 * @typedef {object} Passage    a state that was entered
 * @property {number} atMs
 * @property {string} state
 * @property {number} record    id of the record that shows it
 */

/**
 * @param {PodStory} story
 * @param {Chart[]} charts
 * @param {number} atMs
 * @param {Step | null} step
 * @returns {Machines | null} null while the Pod does not exist
 */
export function machinesAt(story, charts, atMs, step) {
  const pod = podAt(story, atMs);
  if (!pod) return null;
  const since = step ? step.fromMs : Infinity;
  const at = { atMs, since };
  const phase = passages(story, (p) => p.phase);
  const look = /** @type {Look} */ (
    { Pending: "wait", Running: "run", Succeeded: "done", Failed: "fail" }[pod.phase] ?? "off"
  );
  return {
    phase: region(gettext("Phase"), look, chart(charts, "phase"), phase, at),
    status: statusRegion(story, pod, at),
    lamps: lampsAt(story, atMs, since),
    containers: containersOf(story).map((container) => ({
      ...containerRegion(story, container, charts, at),
      kind: container.kind,
    })),
    endpoints: [...story.endpoints].map(([service, changes]) => {
      const name = story.endpoints.size > 1 ? service : gettext("Endpoint");
      return endpointRegion(name, changes, charts, at);
    }),
  };
}

/**
 * @param {Chart[]} charts
 * @param {string} name
 * @returns {Chart}
 */
function chart(charts, name) {
  return charts.find((c) => c.name === name) ?? { name, states: [], edges: [] };
}

/**
 * @param {PodStory} story
 * @param {(pod: import("./history.js").PodRecord) => string | undefined} stateOf
 * @returns {Passage[]}
 */
function passages(story, stateOf) {
  /** @type {Passage[]} */
  const found = [];
  for (const pod of story.updates) {
    const state = stateOf(pod);
    if (state && found.at(-1)?.state !== state) {
      found.push({ atMs: millis(pod), state, record: pod.id });
    }
  }
  return found;
}

/**
 * @param {string} name
 * @param {Look} look
 * @param {Chart} chart
 * @param {Passage[]} passages
 * @param {{atMs: number, since: number}} at
 * @param {Record<string, string>} [texts]   other words for some states
 * @returns {Region}
 */
function region(name, look, chart, passages, { atMs, since }, texts = {}) {
  const past = passages.filter((passage) => passage.atMs <= atMs);
  const now = past.at(-1);
  const before = past.at(-2);
  const shown = chart.states.filter((state) => state !== "absent");
  const places = shown.map((state, i) => ({
    state,
    text: texts[state] ?? sentenceCase(stateSaid(chart.name, state)),
    lit: state === now?.state,
    was: state === before?.state && state !== now?.state,
    apart: i > 0 && !chart.edges.some(([from, to]) => from === shown[i - 1] && to === state),
    out: waysOut(chart, state),
    across: i > 0 ? between(chart, shown[i - 1], state) : "",
  }));
  const taken = lastOf(before, now);
  const last = taken && {
    ...taken,
    from: stateSaid(chart.name, taken.from),
    to: stateSaid(chart.name, taken.to),
  };
  return { name, look, changed: (now?.atMs ?? -1) >= since, places, last };
}

/**
 * @param {Passage | undefined} before
 * @param {Passage | undefined} now
 * @returns {Last | null}
 */
function lastOf(before, now) {
  if (!before || !now) return null;
  return { from: before.state, to: now.state, atMs: now.atMs, record: now.record };
}

/**
 * What takes the edges between two states, there and back.
 *
 * @param {Chart} chart
 * @param {string} a
 * @param {string} b
 */
function between(chart, a, b) {
  return chart.edges
    .filter(([from, to]) => (from === a && to === b) || (from === b && to === a))
    .map(([from, to]) => edgeSaid(chart.name, from, to))
    .join("\n");
}

/** @param {string} state */
function sentenceCase(state) {
  return state.charAt(0).toUpperCase() + state.slice(1);
}

/**
 * STATUS has no table of edges, as kubectl derives it: the one before, this one, the next.
 *
 * @param {PodStory} story
 * @param {import("./history.js").PodRecord} pod
 * @param {{atMs: number, since: number}} at
 * @returns {Region}
 */
function statusRegion(story, pod, { atMs, since }) {
  const all = passages(story, (p) => p.status_column);
  const at = all.findLastIndex((passage) => passage.atMs <= atMs);
  const places = [all[at - 1], all[at], all[at + 1]].filter(Boolean).map((passage) => ({
    state: passage.state,
    text: passage.state,
    lit: passage === all[at],
    was: passage === all[at - 1],
    apart: false,
    out: "",
    across: gettext("kubectl derives it from phase, deletion and container states"),
  }));
  const changed = (all[at]?.atMs ?? -1) >= since;
  const last = lastOf(all[at - 1], all[at]);
  return { name: "STATUS", look: statusLook(pod), changed, places, last };
}

/**
 * @param {PodStory} story
 * @param {number} atMs
 * @param {number} since
 * @returns {Lamp[]}
 */
function lampsAt(story, atMs, since) {
  const now = podAt(story, atMs);
  const before = podAt(story, since - 1);
  const conditions = [...(now?.conditions ?? [])].sort((a, b) => orderOf(a.type) - orderOf(b.type));
  return conditions.map(({ type, status }) => {
    const was = before?.conditions.find((c) => c.type === type)?.status;
    return { type, status, changed: Boolean(before) && was !== status };
  });
}

/** @param {string} type */
function orderOf(type) {
  const at = CONDITIONS.indexOf(type);
  return at < 0 ? CONDITIONS.length : at;
}

/**
 * @param {PodStory} story
 * @param {ContainerStatus} container
 * @param {Chart[]} charts
 * @param {{atMs: number, since: number}} at
 * @returns {Region}
 */
function containerRegion(story, container, charts, at) {
  const { name } = container;
  const all = passages(story, (pod) => pod.containers.find((c) => c.name === name)?.state);
  const status = podAt(story, at.atMs)?.containers.find((c) => c.name === name);
  const { look, text } = containerNow(story, status, at.atMs);
  const texts = status ? { [status.state]: text } : {};
  const found = region(name, look, chart(charts, "container"), all, at, texts);
  const before = podAt(story, at.since - 1)?.containers.find((c) => c.name === name);
  const readyChanged = before !== undefined && before.ready !== status?.ready;
  return { ...found, changed: found.changed || readyChanged };
}

/**
 * @param {PodStory} story
 * @param {ContainerStatus | undefined} status
 * @param {number} atMs
 * @returns {{look: Look, text: string}}
 */
function containerNow(story, status, atMs) {
  if (!status) return { look: "off", text: "" };
  if (status.state === "waiting")
    return { look: "wait", text: status.reason || gettext("Waiting") };
  if (status.state === "terminated") {
    const code = status.exitCode ?? 0;
    const reason = status.reason || gettext("Terminated");
    return { look: code ? "fail" : "done", text: `${reason} (${code})` };
  }
  const ending = endingOf(story, status.name, atMs);
  if (ending) return { look: "term", text: ending };
  return status.ready
    ? { look: "ready", text: gettext("Running, ready") }
    : {
        look: "run",
        text: status.kind === "init" ? gettext("Running") : gettext("Running, not ready"),
      };
}

/**
 * How far a running container is on its way to the end, or nothing.
 *
 * @param {PodStory} story
 * @param {string} name
 * @param {number} atMs
 */
function endingOf(story, name, atMs) {
  const own = recordsUntil(story.processes, atMs).filter((record) => record.container === name);
  const last = own.findLast((record) => ["start", "signal", "hook-start"].includes(record.what));
  if (last?.what === "signal") return `SIG${(last.signal ?? "").replace(/^SIG/, "")}`;
  return last?.hook === "preStop" ? "preStop" : "";
}

/**
 * @param {string} name
 * @param {import("./history.js").EndpointChange[]} changes
 * @param {Chart[]} charts
 * @param {{atMs: number, since: number}} at
 * @returns {Region}
 */
function endpointRegion(name, changes, charts, at) {
  const state = endpointAt(changes, at.atMs)?.state;
  const looks = { ready: "ready", "not ready": "run", terminating: "term", gone: "done" };
  const look = /** @type {Look} */ (state ? looks[state] : "off");
  const passed = changes.map(({ atMs, state: now, record }) => ({
    atMs,
    state: now,
    record: record.id,
  }));
  return region(name, look, chart(charts, "endpoint"), passed, at);
}
