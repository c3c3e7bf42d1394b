/** The branches: every line of the future that was begun, and the way back to each. */

import { html, nothing } from "lit-html";

import { clock } from "../../layout/axis.js";
import { gettext, interpolate } from "../../store/words.js";
import { icon } from "../icons.js";

/**
 * @param {import("./dialog.js").Dialog} dialog
 * @param {import("../../store/store.js").Store} store
 */
export function openBranches(dialog, store) {
  const show = (/** @type {number} */ id) => () => {
    store.switchTo(id);
    dialog.close();
  };
  const row = (/** @type {import("../../wire/records.js").Branch} */ branch) =>
    html`<li>
      <button
        type="button"
        aria-current=${branch.id === store.branch ? "true" : nothing}
        @click=${show(branch.id)}
      >
        ${icon("branch")}<span
          ><b>${branch.name || gettext("The scenario")}</b> ${about(branch)}</span
        >
      </button>
    </li>`;
  const body = () =>
    html`<ul class="choices">
        ${store.branches.map(row)}
      </ul>
      <p class="note">
        ${gettext("A command at a moment in the past begins a new branch; the old one stays.")}
      </p>`;
  dialog.open({ title: gettext("Branches"), name: "branches", body });
}

/** @param {import("../../wire/records.js").Branch} branch */
function about(branch) {
  if (branch.parent === null) return "";
  return interpolate(gettext("at %(time)s"), { time: clock(branch.fork_ms) });
}
