/** The story as a list: every step in words, the twin of the timeline for those who read. */

import { html, nothing } from "lit-html";

import { clock } from "../layout/axis.js";
import { sentenceOf } from "../layout/sentence.js";
import { gettext } from "../store/words.js";

/** @typedef {import("../layout/steps.js").Step} Step */

/** So many before and after the current one; a long story has thousands. */
const AROUND = 120;

/** @type {WeakMap<Step, import("../layout/sentence.js").Sentence>} */
const told = new WeakMap();

/** @param {import("./picture.js").Picture} picture */
export function stepsPanel({ trace, step, store }) {
  if (!trace?.steps.length) return html`<p class="empty">${gettext("Nothing happens.")}</p>`;
  const at = step ? trace.steps.indexOf(step) : 0;
  const shown = trace.steps.slice(Math.max(0, at - AROUND), at + AROUND);
  const row = (/** @type {Step} */ one) => {
    const sentence = told.get(one) ?? sentenceOf(one, trace.history);
    told.set(one, sentence);
    return html`<li>
      <button
        type="button"
        aria-current=${one === step ? "step" : nothing}
        @click=${() => store.stepTo(one.atMs)}
      >
        <time>${clock(one.atMs)}</time>
        <span>${sentence.happened} <b>${sentence.changes}</b></span>
      </button>
    </li>`;
  };
  return html`<ol class="steps">
    ${shown.map(row)}
  </ol>`;
}
