/** All keys, and the palette: every action of the stage by its words. */

import { html } from "lit-html";

import { gettext } from "../../store/words.js";

/**
 * @typedef {import("./dialog.js").Dialog} Dialog
 * @typedef {import("../actions.js").Action} Action
 */

/** How keys are called on a keyboard, where that differs from the browser's name for them. */
/** @type {Record<string, string>} */
const KEY_NAMES = {
  " ": "Space",
  ArrowRight: "→",
  ArrowLeft: "←",
  "Shift+ArrowRight": "Shift →",
  "Shift+ArrowLeft": "Shift ←",
  "Shift+ArrowUp": "Shift ↑",
  "Shift+ArrowDown": "Shift ↓",
  "Control+k": "Ctrl K",
  "Control+z": "Ctrl Z",
  "Meta+z": "⌘ Z",
  "Control+y": "Ctrl Y",
  "Meta+k": "⌘ K",
  Escape: "Esc",
  PageDown: "PgDn",
  PageUp: "PgUp",
};

/** Which of two ways to hold a key down this keyboard has. */
const OTHERS = /Mac|iP/.test(navigator.platform) ? "Control+" : "Meta+";

/** @param {Action} action */
function keysHere({ keys }) {
  const here = keys.filter((key) => !key.startsWith(OTHERS));
  return here.length ? here : keys;
}

/** @param {string} key */
function keyName(key) {
  return html`<kbd>${KEY_NAMES[key] ?? key}</kbd>`;
}

/**
 * @param {Dialog} dialog
 * @param {Action[]} actions
 */
export function openKeys(dialog, actions) {
  const shown = actions.filter(({ keys }) => !/^[1-8]$/.test(keys[0]));
  const row = (/** @type {Action} */ action) =>
    html`<div>
      <dt>${keysHere(action).map(keyName)}</dt>
      <dd>${action.words}</dd>
    </div>`;
  const body = () =>
    html`<dl class="keys">${shown.map(row)}</dl>
      <p>
        <a href="/conformance/"
          >${gettext("What agrees with real Kubernetes, and what does not")}</a
        >
      </p>`;
  dialog.open({ title: gettext("Keys"), name: "keys", body });
}

/**
 * @param {Dialog} dialog
 * @param {Action[]} actions
 */
export function openPalette(dialog, actions) {
  let sought = "";
  const found = () =>
    actions.filter(({ words }) => words.toLowerCase().includes(sought.toLowerCase()));
  const run = (/** @type {Action | undefined} */ action) => {
    dialog.close();
    action?.run();
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    run(found()[0]);
  };
  const seek = (/** @type {Event} */ event) => {
    sought = /** @type {HTMLInputElement} */ (event.target).value;
    dialog.redraw();
  };
  const row = (/** @type {Action} */ action, /** @type {number} */ i) =>
    html`<li>
      <button type="button" class=${i ? "" : "first"} @click=${() => run(action)}>
        <span>${action.words}</span>${keyName(keysHere(action)[0])}
      </button>
    </li>`;
  const body = () =>
    html`<form @submit=${submit}>
        <input
          type="search"
          autofocus
          autocomplete="off"
          aria-label=${gettext("Find a command")}
          @input=${seek}
        />
      </form>
      <ul class="choices">
        ${found().map(row)}
      </ul>`;
  dialog.open({ title: gettext("Find a command"), name: "palette", body });
}
