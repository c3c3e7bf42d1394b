/** The Pod as a box: the sandbox that came first, what all share, and what is in it. */

import { html, nothing } from "lit-html";

import { anatomyAt } from "../layout/anatomy.js";
import { processTrees } from "../layout/processes.js";
import { quantity } from "../layout/resources.js";
import { gettext, interpolate } from "../store/words.js";

/**
 * @typedef {import("../layout/anatomy.js").Anatomy} Anatomy
 * @typedef {import("../layout/anatomy.js").Part} Part
 */

/** @param {import("./picture.js").Picture} picture */
export function anatomyPanel({ story, spec, atMs }) {
  const anatomy = story && spec && anatomyAt(story, spec, atMs);
  if (!anatomy) return html`<p class="empty">${gettext("There is no Pod at this moment.")}</p>`;
  return html`<div class="anatomy">
    <section class="pod-box ${anatomy.sandbox ? "" : "absent"}">
      ${sandboxView(anatomy)}
      <ul class="parts">
        ${anatomy.parts.map(partView)}
      </ul>
      ${treesView(processTrees(story, spec, atMs))} ${volumesView(anatomy)} ${hostsView(anatomy)}
    </section>
    ${sumsView(anatomy)}
  </div>`;
}

/** @param {Anatomy} anatomy */
function sandboxView({ name, node, ip, hostname, sandbox, namespaces }) {
  const whose = {
    pod: gettext("shared"),
    host: gettext("the node’s own"),
    container: gettext("one each"),
  };
  const where = node ? interpolate(gettext("on %(node)s"), { node }) : gettext("on no node yet");
  return html`<header>
    <h2>${name} <small>${where}</small></h2>
    <p>
      <b class="pause s-${sandbox ? "run" : "wait"}">pause</b>
      ${
        sandbox
          ? gettext("The sandbox came first and holds what all share.")
          : gettext("There is no sandbox: nothing can run.")
      }
    </p>
    <dl class="shared">
      ${namespaces.map(
        (namespace) =>
          html`<div class=${namespace.of}>
            <dt>${namespace.name}</dt>
            <dd>
              ${whose[namespace.of]}
              ${
                namespace.name === "network" && ip
                  ? html`<code>${ip}</code> <code>localhost</code>`
                  : nothing
              }
              ${namespace.name === "UTS" ? html`<code>${hostname}</code>` : nothing}
            </dd>
          </div>`,
      )}
    </dl>
  </header>`;
}

/** @param {Part} part */
function partView({ name, kind, image, state, word, ports, privileged, mounts }) {
  const kinds = {
    init: gettext("init container"),
    sidecar: gettext("sidecar"),
    app: gettext("container"),
    ephemeral: gettext("ephemeral container"),
  };
  return html`<li>
    <span class="lit s-${state}">${word}</span>
    <b>${name}</b> <small>${kinds[kind]}</small>
    ${privileged ? html`<strong class="warned">${gettext("privileged")}</strong>` : nothing}
    <code>${image}</code>
    ${ports.map((port) => html`<code>localhost${port}</code>`)}
    ${mounts.map(
      ({ volume, path, readOnly }) =>
        html`<code class="mount">${volume} → ${path}${readOnly ? " (ro)" : ""}</code>`,
    )}
  </li>`;
}

/**
 * What ps shows: in each PID namespace the first process is number 1.
 *
 * @param {import("../layout/processes.js").Tree[]} trees
 */
function treesView(trees) {
  if (!trees.length) return nothing;
  const whose = (/** @type {string} */ of) =>
    of === "pod"
      ? gettext("ps in any container: all share one PID namespace")
      : of === "node"
        ? gettext("ps on the node: the Pod has no PID namespace of its own")
        : interpolate(gettext("ps in %(name)s"), { name: of });
  return html`<div class="volumes processes">
    <h3>${gettext("Processes")}</h3>
    ${trees.map(
      ({ of, processes }) =>
        html`<div>
          <small>${whose(of)}</small>
          <ul>
            ${processes.map(processView)}
          </ul>
        </div>`,
    )}
  </div>`;
}

/**
 * @param {import("../layout/processes.js").Process} process
 * @returns {unknown}
 */
function processView({ pid, command, by, children }) {
  return html`<li>
    <code><b>${pid ?? "–"}</b> ${command}</code> <small>${by}</small>
    ${
      children.length
        ? html`<ul>
            ${children.map(processView)}
          </ul>`
        : nothing
    }
  </li>`;
}

/** @param {Anatomy} anatomy */
function volumesView({ volumes }) {
  if (!volumes.length) return nothing;
  return html`<div class="volumes">
    <h3>${gettext("Volumes")}</h3>
    ${volumes.map(
      ({ name, kind, by }) =>
        html`<p>
          <b>${name}</b> <small>${kind}</small>
          ${by.length ? by.join(", ") : gettext("mounted by nobody")}
        </p>`,
    )}
  </div>`;
}

/** @param {Anatomy} anatomy */
function hostsView({ hosts }) {
  if (!hosts.length) return nothing;
  return html`<div class="volumes">
    <h3>/etc/hosts</h3>
    ${hosts.map(({ ip, names }) => html`<p><code>${ip} ${names.join(" ")}</code></p>`)}
  </div>`;
}

/** @param {Anatomy} anatomy */
function sumsView({ sums, qos }) {
  const shown = (/** @type {string} */ resource, /** @type {number} */ value) =>
    value ? quantity(resource, value) : "–";
  return html`<section class="sums">
    <h2>${gettext("In all")}</h2>
    <p>QoS <b>${qos || "–"}</b></p>
    ${
      sums.length
        ? html`<table>
            <thead>
              <tr>
                <th scope="col">${gettext("Resource")}</th>
                <th scope="col">${gettext("Request")}</th>
                <th scope="col">${gettext("Limit")}</th>
              </tr>
            </thead>
            <tbody>
              ${sums.map(
                ({ resource, requests, limits }) =>
                  html`<tr>
                    <th scope="row">${resource}</th>
                    <td>${shown(resource, requests)}</td>
                    <td>${shown(resource, limits)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
        : html`<p>${gettext("Nothing is asked for and nothing is limited.")}</p>`
    }
    ${
      sums.some(({ byInit }) => byInit)
        ? html`<p>${gettext("The greatest init container decides what is asked for.")}</p>`
        : nothing
    }
  </section>`;
}
