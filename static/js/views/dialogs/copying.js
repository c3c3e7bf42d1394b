/** A line of text to be copied: a field, a button, and a word when it is done. */

import { html } from "lit-html";

import { gettext } from "../../store/words.js";

/**
 * @param {string} name
 * @param {string} label
 * @param {string} value
 */
export function copyLine(name, label, value) {
  return html`<div class="copy-line">
    <label for=${`share-${name}`}>${label}</label>
    <input id=${`share-${name}`} readonly .value=${value} @focus=${selectAll} />
    <button
      type="button"
      class="button primary"
      ?disabled=${!value}
      @click=${(/** @type {MouseEvent} */ event) => copy(event, value)}
    >
      ${gettext("Copy")}
    </button>
    <p class="unseen" role="status"></p>
  </div>`;
}

/**
 * @param {MouseEvent} event
 * @param {string} value
 */
async function copy(event, value) {
  const line = /** @type {HTMLElement} */ (event.currentTarget).closest(".copy-line");
  const field = /** @type {HTMLInputElement} */ (line?.querySelector("input"));
  const said = /** @type {HTMLElement} */ (line?.querySelector('[role="status"]'));
  field.select();
  const done = await navigator.clipboard?.writeText(value).then(
    () => true,
    () => false,
  );
  if (!(done ?? document.execCommand("copy"))) return;
  said.textContent = gettext("Copied");
  line?.classList.add("copied");
}

/** @param {FocusEvent} event */
function selectAll(event) {
  /** @type {HTMLInputElement} */ (event.target).select();
}
