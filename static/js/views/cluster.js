/** The cluster: nodes as boxes with their Pods, Services with their endpoints and requests. */

import { html, nothing } from "lit-html";

import { clusterAt, tally } from "../layout/cluster.js";
import { howLost, lostOf } from "../layout/traffic.js";
import { gettext, interpolate, ngettext } from "../store/words.js";

/**
 * @typedef {import("../layout/cluster.js").ClusterPod} ClusterPod
 * @typedef {import("../layout/cluster.js").ClusterNode} ClusterNode
 * @typedef {import("../layout/cluster.js").ClusterService} ClusterService
 * @typedef {import("../layout/cluster.js").ClusterEndpoint} ClusterEndpoint
 */

/** With more Pods than these each is a square; its name is in the tip and is read out. */
const MOST_NAMED = 40;

/** Of more endpoints that are not simply ready, only the number is told. */
const MOST_ENDPOINTS = 12;

/** @type {Record<string, string>} a state is told by its sign as well as by its colour */
const SIGNS = { ready: "✓", run: "▸", wait: "…", term: "↓", fail: "✕", done: "■" };

/** @param {import("./picture.js").Picture} picture */
export function clusterPanel({ trace, story, atMs, store }) {
  if (!trace) return nothing;
  const cluster = clusterAt(trace.history, atMs);
  const dense = cluster.pods > MOST_NAMED;
  const shown = cluster.nodes.flatMap(({ pods }) => pods);
  const reached = shown.find(({ uid }) => uid === story?.uid) ?? shown[0];
  const look = (/** @type {string} */ uid) => store.look(uid);
  return html`<div class="cluster ${dense ? "dense" : ""}" @keydown=${walk}>
    ${cluster.services.map((service) => serviceView(service, look))}
    <ul class="nodes" aria-label=${gettext("Nodes")}>
      ${cluster.nodes.map((node) => nodeView(node, reached?.uid, story?.uid, look))}
    </ul>
  </div>`;
}

/**
 * @param {ClusterNode} node
 * @param {string | undefined} reached   the Pod that Tab leads to
 * @param {string | undefined} current   the Pod on the stage
 * @param {(uid: string) => void} look
 */
function nodeView({ name, status, pods }, reached, current, look) {
  const count = interpolate(ngettext("%(count)s Pod", "%(count)s Pods", pods.length), {
    count: pods.length,
  });
  const well = !status || status === "Ready";
  return html`<li class="node ${name ? "" : "nowhere"} ${well ? "" : "unwell"}">
    <h2>
      ${name || gettext("on no node yet")} <small>${well ? count : `${status} · ${count}`}</small>
    </h2>
    <ul class="node-pods" aria-label=${name || gettext("on no node yet")}>
      ${pods.map((pod) => podView(pod, pod.uid === reached, pod.uid === current, look))}
    </ul>
  </li>`;
}

/**
 * @param {ClusterPod} pod
 * @param {boolean} reached
 * @param {boolean} current
 * @param {(uid: string) => void} look
 */
function podView(pod, reached, current, look) {
  const { uid, name, short, status, generation, old } = pod;
  const state = pod.look in SIGNS ? pod.look : "wait";
  const made = generation
    ? interpolate(gettext("generation %(generation)s"), { generation })
    : nothing;
  const label = [name, status, ...(made === nothing ? [] : [made])].join(", ");
  return html`<li>
    <button
      type="button"
      class="pod s-${state} ${old ? "old" : ""}"
      aria-label=${label}
      aria-current=${current ? "true" : nothing}
      tabindex=${reached ? 0 : -1}
      title=${label}
      @click=${() => look(uid)}
    >
      <i aria-hidden="true">${SIGNS[state]}${generation ? html`<sup>${generation}</sup>` : ""}</i>
      <span aria-hidden="true">${short}</span>
    </button>
  </li>`;
}

/** @returns {Record<ClusterEndpoint["state"], string>} */
function stateNames() {
  return {
    ready: gettext("ready"),
    "not ready": gettext("not ready"),
    serving: gettext("terminating, still serving"),
    terminating: gettext("terminating"),
    stale: gettext("out, and still sent to"),
  };
}

/** @type {Record<ClusterEndpoint["state"], string>} */
const STATES = {
  ready: "ready",
  "not ready": "wait",
  serving: "term",
  terminating: "term",
  stale: "fail",
};

/**
 * @param {ClusterService} service
 * @param {(uid: string) => void} look
 */
function serviceView({ name, endpoints, totals }, look) {
  const names = stateNames();
  const counts = [...tally(endpoints)].map(([state, count]) => `${count} ${names[state]}`);
  const others = endpoints.filter(({ state }) => state !== "ready");
  return html`<section class="service">
    <h2>Service ${name} <small>${counts.join(" · ") || gettext("no endpoint")}</small></h2>
    ${totals ? totalsView(totals) : nothing} ${others.length ? othersView(others, look) : nothing}
  </section>`;
}

/**
 * @param {ClusterEndpoint[]} others
 * @param {(uid: string) => void} look
 */
function othersView(others, look) {
  const names = stateNames();
  const more = others.length - MOST_ENDPOINTS;
  return html`<ul class="endpoints" aria-label=${gettext("Endpoints that are not simply ready")}>
    ${others.slice(0, MOST_ENDPOINTS).map(
      ({ uid, short, state, from }) =>
        html`<li>
          <button type="button" class="endpoint s-${STATES[state]}" @click=${() => look(uid)}>
            <b>${short}</b> ${names[state]}${
              from.length
                ? html` <small>
                    ${interpolate(gettext("%(from)s still sends here"), {
                      from: from.join(", "),
                    })}
                  </small>`
                : nothing
            }
          </button>
        </li>`,
    )}
    ${more > 0 ? html`<li>${interpolate(gettext("and %(more)s more"), { more })}</li>` : nothing}
  </ul>`;
}

/** @param {Record<string, number>} totals */
function totalsView(totals) {
  const lost = lostOf(totals);
  const values = { answered: totals.answered ?? 0, lost, how: howLost(totals) };
  return html`<p class="requests ${lost ? "some-lost" : ""}">
    <b>${interpolate(gettext("%(answered)s requests answered"), values)}</b>
    <b
      >${
        lost
          ? interpolate(gettext("%(lost)s lost: %(how)s"), values)
          : interpolate(gettext("%(lost)s lost"), values)
      }</b
    >
  </p>`;
}

/**
 * Arrows go from Pod to Pod, so that Tab needs no hundred steps.
 *
 * @param {KeyboardEvent} event
 */
function walk(event) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const from = /** @type {HTMLElement} */ (event.target);
  if (!by || !from.classList.contains("pod")) return;
  event.preventDefault();
  event.stopPropagation();
  const all = /** @type {HTMLElement[]} */ ([
    .../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll(".pod"),
  ]);
  const next = all[all.indexOf(from) + by];
  if (!next) return;
  from.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
