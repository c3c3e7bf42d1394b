/** Why: the stations from an effect back to its first cause, the last of them yellow. */

import { html, nothing, render } from "lit-html";

import { gettext, interpolate } from "../store/words.js";
import { changes } from "./memo.js";
import { rich } from "./rich.js";

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} because   the one line of it that is left when presenting
 * @param {import("../store/store.js").Store} store
 * @param {(line: number) => void} goToLine
 * @returns {import("./loop.js").View}
 */
export function whyView(root, because, store, goToLine) {
  const changed = changes();
  return {
    draw({ why, trace }) {
      if (!changed(why, store.selected, trace)) return;
      render(panel(why, store, goToLine), root);
      render(summary(why), because);
    },
  };
}

/**
 * @param {import("../layout/why.js").Station[]} why
 * @param {import("../store/store.js").Store} store
 * @param {(line: number) => void} goToLine
 */
function panel(why, store, goToLine) {
  const back = html`<button type="button" class="tab" @click=${() => store.select(null)}>
    ${gettext("Back to the moment")}
  </button>`;
  return html` <header class="panel-head">
      <h2>${gettext("Why")}</h2>
      <span class="spring"></span>
      ${store.selected === null ? nothing : back}
    </header>
    ${stations(why, goToLine)}`;
}

/**
 * @param {import("../layout/why.js").Station[]} why
 * @param {(line: number) => void} goToLine
 */
export function stations(why, goToLine) {
  if (!why.length) {
    return html`<p class="empty">
      ${gettext("Go to an event, or click anything on the timeline, to see why.")}
    </p>`;
  }
  return html`<ol class="stations">
    ${why.map((station, i) => stationItem(station, i, goToLine))}
  </ol>`;
}

/**
 * @param {import("../layout/why.js").Station} station
 * @param {number} i
 * @param {(line: number) => void} goToLine
 */
function stationItem(station, i, goToLine) {
  const { line, source } = station;
  return html`<li>
    <span class="number" aria-hidden="true">${i + 1}</span>
    <span>${rich(station.text)}</span>
    ${
      line === null
        ? html`<code class="origin">${source}</code>`
        : html`<button type="button" class="origin line" @click=${() => goToLine(line)}>
            ${source}
          </button>`
    }
  </li>`;
}

/** @param {import("../layout/why.js").Station[]} why */
export function summary(why) {
  const last = why.at(-1);
  if (!last) return nothing;
  const where =
    last.line === null ? "" : interpolate(gettext("(line %(line)s)"), { line: last.line });
  return html`<span class="number" aria-hidden="true"></span>
    <span><b>${gettext("Because:")}</b> ${rich(last.text)} ${where}</span>`;
}
