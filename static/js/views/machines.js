/** The machines: parallel regions, the current state lit, the edge that was taken in ink. */

import { html, nothing } from "lit-html";

import { clock } from "../layout/axis.js";
import { gettext, interpolate } from "../store/words.js";

/**
 * @typedef {import("../layout/machines.js").Machines} Machines
 * @typedef {import("../layout/machines.js").Region} Region
 */

/** Conditions by the names that fit. */
/** @type {Record<string, string>} */
const LAMPS = {
  PodScheduled: "Scheduled",
  PodReadyToStartContainers: "Sandbox",
  Initialized: "Init",
  ContainersReady: "Containers",
};

/**
 * @param {Machines | null} machines
 * @param {(record: number) => void} why   asks for the causes of a record
 */
export function machinesPanel(machines, why) {
  if (!machines) return html`<p class="empty">${gettext("There is no Pod at this moment.")}</p>`;
  const row = (/** @type {Region} */ region) => regionRow(region, why);
  const apps = machines.containers.filter(({ kind }) => kind === "app");
  const others = machines.containers.filter(({ kind }) => kind !== "app").toReversed();
  return html`<div class="machines">
    ${row(machines.phase)} ${row(machines.status)}
    <div class="region">
      <span class="of">${gettext("Conditions")}</span>
      <div class="lamps">${machines.lamps.map(lamp)}</div>
    </div>
    ${apps.map(row)} ${machines.endpoints.map(row)} ${others.map(row)}
  </div>`;
}

/**
 * @param {Region} region
 * @param {(record: number) => void} why
 */
function regionRow(region, why) {
  const { last } = region;
  return html`<div class="region">
    <span class="of"
      ><span class="name" data-tip=${region.name}>${region.name}</span>
      ${last ? lastEdge(last, why) : nothing}</span
    >
    <div class="states">
      ${region.places.map((state, i) => {
        const before = region.places[i - 1];
        return html`${before ? edge(before, state) : nothing}${stateView(state, region)}`;
      })}
    </div>
  </div>`;
}

/**
 * @param {import("../layout/machines.js").Place} state
 * @param {Region} region
 */
function stateView(state, { changed, look }) {
  const hit = changed && state.lit ? "hit" : "";
  const name = state.lit ? `lit s-${look} ${hit}` : state.was ? "was" : "";
  return html`<b
    class=${name}
    aria-current=${state.lit ? "true" : nothing}
    data-tip=${state.out || nothing}
    >${state.text}</b
  >`;
}

/**
 * The edge between neighbours: taken forwards, taken back, possible, or none.
 *
 * @param {import("../layout/machines.js").Place} before
 * @param {import("../layout/machines.js").Place} after
 */
function edge(before, after) {
  const taken = before.was && after.lit;
  const back = before.lit && after.was;
  const look = back ? "edge taken back" : taken ? "edge taken" : after.apart ? "apart" : "edge";
  return html`<i class=${look} data-tip=${after.across || nothing}></i>`;
}

/**
 * The last edge that was taken: press it to see why.
 *
 * @param {import("../layout/machines.js").Last} last
 * @param {(record: number) => void} why
 */
function lastEdge({ from, to, atMs, record }, why) {
  const said = interpolate(gettext("%(from)s → %(to)s at %(time)s"), {
    from,
    to,
    time: clock(atMs),
  });
  const label = interpolate(gettext("Why %(edge)s?"), { edge: said });
  return html`<button
    type="button"
    class="last-edge"
    aria-label=${label}
    data-tip=${said}
    @click=${() => why(record)}
  >
    ${clock(atMs)}
  </button>`;
}

/** @param {import("../layout/machines.js").Lamp} one */
function lamp({ type, status, changed }) {
  const look = { True: "yes", False: "no" }[status] ?? "unknown";
  return html`<span class="lamp ${look} ${changed ? "hit" : ""}" title=${`${type}=${status}`}>
    ${LAMPS[type] ?? type}<span class="unseen"> ${status}</span></span
  >`;
}
