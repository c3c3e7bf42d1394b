/** The machines: parallel regions, the current state lit, the edge that was taken in ink. */

import { html, nothing } from "lit-html";

import { gettext } from "../store/words.js";

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

/** @param {Machines | null} machines */
export function machinesPanel(machines) {
  if (!machines) return html`<p class="empty">${gettext("There is no Pod at this moment.")}</p>`;
  const apps = machines.containers.filter(({ kind }) => kind === "app");
  const others = machines.containers.filter(({ kind }) => kind !== "app").toReversed();
  return html`<div class="machines">
    ${regionRow(machines.phase)} ${regionRow(machines.status)}
    <div class="region">
      <span class="of">${gettext("Conditions")}</span>
      <div class="lamps">${machines.lamps.map(lamp)}</div>
    </div>
    ${apps.map(regionRow)} ${machines.endpoints.map(regionRow)} ${others.map(regionRow)}
  </div>`;
}

/** @param {Region} region */
function regionRow(region) {
  return html`<div class="region">
    <span class="of">${region.name}</span>
    <div class="states">
      ${region.places.map((state, i) => {
        const before = region.places[i - 1];
        const hit = region.changed && state.lit ? "hit" : "";
        const look = state.lit ? `lit s-${region.look} ${hit}` : state.was ? "was" : "";
        return html`${before ? edge(before, state) : nothing}<b
            class=${look}
            aria-current=${state.lit ? "true" : nothing}
            >${state.text}</b
          >`;
      })}
    </div>
  </div>`;
}

/**
 * The edge between neighbours: taken forwards, taken back, possible, or none.
 *
 * @param {import("../layout/machines.js").Place} before
 * @param {import("../layout/machines.js").Place} after
 */
function edge(before, after) {
  if (before.was && after.lit) return html`<i class="edge taken"></i>`;
  if (before.lit && after.was) return html`<i class="edge taken back"></i>`;
  return after.apart ? html`<i class="apart"></i>` : html`<i class="edge"></i>`;
}

/** @param {import("../layout/machines.js").Lamp} one */
function lamp({ type, status, changed }) {
  const look = { True: "yes", False: "no" }[status] ?? "unknown";
  return html`<span class="lamp ${look} ${changed ? "hit" : ""}" title=${`${type}=${status}`}>
    ${LAMPS[type] ?? type}<span class="unseen"> ${status}</span></span
  >`;
}
