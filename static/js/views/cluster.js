/** The cluster: nodes as boxes with their Pods, Services with their endpoints and requests. */

import { html, nothing } from "lit-html";

import { clusterAt } from "../layout/cluster.js";
import { howLost } from "../layout/traffic.js";
import { gettext, interpolate, ngettext } from "../store/words.js";
import { generationTag } from "./generation.js";
import { serviceView } from "./service.js";

/**
 * @typedef {import("../layout/cluster.js").ClusterPod} ClusterPod
 * @typedef {import("../layout/cluster.js").ClusterNode} ClusterNode
 * @typedef {import("../layout/cluster.js").Mixture} Mixture
 */

/** With more Pods than these each is a square; its name is in the tip and is read out. */
const MOST_NAMED = 40;

/** @type {Record<string, string>} a state is told by its sign as well as by its colour */
const SIGNS = { ready: "✓", run: "▸", wait: "…", term: "↓", fail: "✕", done: "■" };

/** @param {import("./picture.js").Picture} picture */
export function clusterPanel({ trace, story, atMs, playing, store }) {
  if (!trace) return nothing;
  const cluster = clusterAt(trace.history, atMs);
  const dense = cluster.pods > MOST_NAMED;
  const shown = cluster.nodes.flatMap(({ pods }) => pods);
  const reached = shown.find(({ uid }) => uid === story?.uid) ?? shown[0];
  const look = (/** @type {string} */ uid) => store.gaze.open(uid);
  return html`<div
    class="cluster ${dense ? "dense" : ""} ${playing ? "moving" : ""}"
    @keydown=${walk}
  >
    <div class="services">${cluster.services.map((service) => serviceView(service, look))}</div>
    ${legend(shown, cluster.mixtures, dense)}
    <ul class="nodes" aria-label=${gettext("Nodes")}>
      ${cluster.nodes.map((node) => nodeView(node, reached?.uid, story?.uid, look))}
    </ul>
  </div>`;
}

/**
 * How many Pods there are of each generation, where there are several; of many, in each state.
 *
 * @param {ClusterPod[]} pods
 * @param {Mixture[]} mixtures
 * @param {boolean} dense
 */
function legend(pods, mixtures, dense) {
  if (!mixtures.length && !dense) return nothing;
  /** @type {Map<string, number>} */
  const looks = new Map();
  for (const { look } of pods) looks.set(signOf(look), (looks.get(signOf(look)) ?? 0) + 1);
  const names = lookNames();
  return html`<p class="legend">
    ${mixtures.map(
      ({ owner, generations }) =>
        html`<span
          ><b>${owner}</b> ${generations.map(
            (one) => html`${generationTag(one)} <b>${podsSaid(one.count)}</b> `,
          )}</span
        >`,
    )}
    ${
      dense
        ? Object.keys(SIGNS)
            .filter((look) => looks.has(look))
            .map(
              (look) =>
                html`<span class="s-${look}"
                  ><i aria-hidden="true">${SIGNS[look]}</i> ${looks.get(look)} ${names[look]}</span
                >`,
            )
        : nothing
    }
  </p>`;
}

/** @returns {Record<string, string>} */
function lookNames() {
  return {
    ready: gettext("ready"),
    run: gettext("running, not ready"),
    wait: gettext("waiting"),
    term: gettext("terminating"),
    fail: gettext("failed"),
    done: gettext("completed"),
  };
}

/** @param {string} look */
function signOf(look) {
  return look in SIGNS ? look : "wait";
}

/** @param {number} count */
function podsSaid(count) {
  return interpolate(ngettext("%(count)s Pod", "%(count)s Pods", count), { count });
}

/**
 * @param {ClusterNode} node
 * @param {string | undefined} reached   the Pod that Tab leads to
 * @param {string | undefined} current   the Pod on the stage
 * @param {(uid: string) => void} look
 */
function nodeView({ name, status, pods }, reached, current, look) {
  const count = podsSaid(pods.length);
  const well = !status || status === "Ready";
  const lost = status.startsWith("NotReady");
  return html`<li class="node ${name ? "" : "nowhere"} ${well ? "" : lost ? "unwell" : "cordoned"}">
    <h2>
      ${name || gettext("on no node yet")}
      <small>${well ? count : `${status.replaceAll(",", ", ")} · ${count}`}</small>
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
  const { uid, name, short, status, generation, losing } = pod;
  const state = signOf(pod.look);
  const lost = losing ? howLost(losing) : "";
  const about = generation ? `${name} r${generation.revision}` : name;
  const said = [about, status, lost].filter(Boolean).join(", ");
  return html`<li>
    <button
      type="button"
      class="pod s-${state} ${losing ? "is-losing" : ""}"
      aria-label=${said}
      aria-current=${current ? "true" : nothing}
      tabindex=${reached ? 0 : -1}
      title=${said}
      @click=${() => look(uid)}
    >
      <i aria-hidden="true">${SIGNS[state]}</i>
      <span aria-hidden="true">${short}</span>
      ${generation ? generationTag(generation) : nothing}
    </button>
  </li>`;
}

/**
 * Arrows go from Pod to Pod, so that Tab needs no hundred steps; up and down to the next row.
 *
 * @param {KeyboardEvent} event
 */
function walk(event) {
  const from = /** @type {HTMLElement} */ (event.target);
  if (!event.key.startsWith("Arrow") || event.shiftKey || !from.classList.contains("pod")) return;
  event.preventDefault();
  event.stopPropagation();
  const root = /** @type {HTMLElement} */ (event.currentTarget);
  const all = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(".pod")]);
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const next = by ? all[all.indexOf(from) + by] : nextRow(all, from, event.key === "ArrowDown");
  if (!next) return;
  from.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

/**
 * The Pod that stands nearest in the rows below, or above.
 *
 * @param {HTMLElement[]} all
 * @param {HTMLElement} from
 * @param {boolean} down
 */
function nextRow(all, from, down) {
  const here = from.getBoundingClientRect();
  const ways = all.flatMap((element) => {
    const { left, top } = element.getBoundingClientRect();
    const far = (down ? 1 : -1) * (top - here.top);
    return far > 4 ? [{ element, far, aside: Math.abs(left - here.left) }] : [];
  });
  ways.sort((a, b) => a.far - b.far || a.aside - b.aside);
  const row = ways.filter(({ far }) => far < ways[0].far + 4);
  return row.sort((a, b) => a.aside - b.aside)[0]?.element;
}
