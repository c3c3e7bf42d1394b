/** The Services of a cluster: their endpoints, and the requests that flow to them. */

import { html, nothing } from "lit-html";

import { tally } from "../layout/cluster.js";
import { howLost, lostOf, outcomeNames } from "../layout/traffic.js";
import { gettext, interpolate } from "../store/words.js";
import { generationTag } from "./generation.js";
import { place } from "./place.js";

/**
 * @typedef {import("../layout/cluster.js").ClusterService} ClusterService
 * @typedef {import("../layout/cluster.js").ClusterEndpoint} ClusterEndpoint
 * @typedef {Record<string, number>} Counts
 */

/** Of more endpoints that are simply ready, only the number is told. */
const MOST_DRAWN = 8;
/** Of more endpoints that are not ready, only the number is told; those that lose come first. */
const MOST_OTHERS = 6;
/** So far do dots move in a second; no more than these, as closer ones make a chain. */
const WAY_PX = 96;
const MOST_A_SECOND = 8;

/** @returns {Record<ClusterEndpoint["state"], string>} */
function stateNames() {
  return {
    ready: gettext("ready"),
    "not ready": gettext("not ready"),
    serving: gettext("terminating, still serving"),
    terminating: gettext("terminating"),
    stale: gettext("out, and still sent to"),
    out: gettext("out"),
  };
}

/** @type {Record<ClusterEndpoint["state"], string>} */
const LOOKS = {
  ready: "ready",
  "not ready": "wait",
  serving: "term",
  terminating: "term",
  stale: "fail",
  out: "fail",
};
/** @type {ClusterEndpoint["state"][]} */
const ORDER = ["ready", "serving", "terminating", "not ready", "stale", "out"];
/** A state is told by its sign as well as by its colour. */
/** @type {Record<ClusterEndpoint["state"], string>} */
const SIGNS = {
  ready: "✓",
  "not ready": "…",
  serving: "↓",
  terminating: "↓",
  stale: "✕",
  out: "✕",
};

/**
 * @param {ClusterService} service
 * @param {(uid: string) => void} look
 */
export function serviceView(service, look) {
  const { name, endpoints, totals, client } = service;
  const others = endpoints.filter(({ state }) => state !== "ready");
  const drawn = endpoints.length <= MOST_DRAWN ? endpoints : worst(others);
  const more = others.length - drawn.length;
  const targets = endpoints.filter(({ from }) => from.length > 0).length;
  const rate = client ? client.rps / Math.max(1, targets) : 0;
  return html`<section class="service">
    <h2>Service ${name} <small>${statesSaid(endpoints)}</small></h2>
    ${client || totals ? requestsView(service) : nothing}
    ${endpoints.length > MOST_DRAWN ? shares(service) : nothing}
    ${
      drawn.length
        ? html`<ul class="endpoints" aria-label=${gettext("Endpoints")}>
            ${drawn.map((one) => endpointView(one, one.from.length ? rate : 0, look))}
            ${more > 0 ? html`<li>${interpolate(gettext("and %(more)s more"), { more })}</li>` : ""}
          </ul>`
        : nothing
    }
  </section>`;
}

/** @param {ClusterEndpoint[]} others */
function worst(others) {
  const losing = (/** @type {ClusterEndpoint} */ one) => Number(one.losing !== null);
  return others.toSorted((a, b) => losing(b) - losing(a)).slice(0, MOST_OTHERS);
}

/** @param {ClusterEndpoint[]} endpoints */
function statesSaid(endpoints) {
  const names = stateNames();
  const counts = [...tally(endpoints)].map(([state, count]) => `${count} ${names[state]}`);
  return counts.join(" · ") || gettext("no endpoint");
}

/**
 * What a client sends, and what has become of all that it sent.
 *
 * @param {ClusterService} service
 */
function requestsView({ client, totals, losing }) {
  const names = outcomeNames();
  const counts = totals ?? {};
  const outcomes = Object.entries(counts).filter(([outcome]) => outcome !== "answered");
  const values = { answered: counts.answered ?? 0, lost: lostOf(counts) };
  const lost = interpolate(gettext("%(lost)s lost"), values);
  return html`<div class="requests">
    ${
      client
        ? html`<span class="client"
            >${interpolate(gettext("a client sends %(rps)s a second"), client)}</span
          >`
        : nothing
    }
    <b class="answered">✓ ${interpolate(gettext("%(answered)s requests answered"), values)}</b>
    <b class=${values.lost ? "lost" : "none-lost"}
      >${values.lost ? "✕ " : ""}${lost}${outcomes.length ? ":" : ""}</b
    >
    ${outcomes.map(
      ([outcome, count]) => html`<b class="outcome">${count} × ${names[outcome] ?? outcome}</b>`,
    )}
    ${losing ? html`<b class="losing">✕ ${howLost(losing)}</b>` : nothing}
  </div>`;
}

/**
 * How many endpoints are in each state, as parts of one bar that the requests flow to.
 *
 * @param {ClusterService} service
 */
function shares({ endpoints, client }) {
  const counts = tally(endpoints);
  const names = stateNames();
  const parts = ORDER.flatMap((state) => {
    const count = counts.get(state) ?? 0;
    return count ? [{ state, count }] : [];
  });
  return html`<div class="flow">
    ${wire(client ? client.rps : 0, "ready")}
    <div class="shares" aria-hidden="true">
      ${parts.map(
        ({ state, count }) =>
          html`<span
            class="share s-${LOOKS[state]}"
            title=${`${count} ${names[state]}`}
            ${place({ "flex-grow": String(count) })}
            >${SIGNS[state]} ${count}</span
          >`,
      )}
    </div>
  </div>`;
}

/**
 * @param {ClusterEndpoint} endpoint
 * @param {number} rate   of requests to it, a second
 * @param {(uid: string) => void} look
 */
function endpointView({ uid, name, short, state, from, generation, losing }, rate, look) {
  const names = stateNames();
  const said = [state === "stale" ? names.out : names[state]];
  const late = state !== "ready" && from.length > 0;
  if (late) said.push(interpolate(gettext("%(from)s still sends here"), { from: from.join(", ") }));
  const lost = losing ? howLost(losing) : "";
  const about = generation ? `${name} r${generation.revision}` : name;
  return html`<li class="flow ${losing ? "is-losing" : ""}">
    ${wire(rate, losing ? "fail" : LOOKS[state])}
    <button
      type="button"
      class="endpoint s-${LOOKS[state]}"
      aria-label=${[about, said.join(": "), lost].filter(Boolean).join(" ")}
      @click=${() => look(uid)}
    >
      <i aria-hidden="true">${SIGNS[state]}</i>
      <b>${short}</b>
      ${generation ? generationTag(generation) : nothing}
      <small>${said.join(": ")}</small>
      ${lost ? html`<b class="losing">✕ ${lost}</b>` : nothing}
    </button>
  </li>`;
}

/**
 * The way of requests: dots that move while it plays; the more come, the closer they are.
 *
 * @param {number} rate   a second; none for 0
 * @param {string} look
 */
function wire(rate, look) {
  // A power of two, so that the dots after a second lie where they lay.
  const dots = Math.min(MOST_A_SECOND, 2 ** Math.round(Math.log2(Math.max(1, rate))));
  return html`<span
    class="wire s-${look} ${rate ? "flows" : ""}"
    aria-hidden="true"
    ${place({ "--gap": `${WAY_PX / dots}px` })}
  ></span>`;
}
