/** How much of the manifest is simulated, what changes nothing, and what was only assumed. */

import { html, nothing } from "lit-html";

import { gettext, interpolate, ngettext } from "../store/words.js";
import { place } from "./place.js";
import { rich } from "./rich.js";

/** @typedef {import("../wire/records.js").Honesty} Honesty */

/**
 * @param {Honesty | undefined} honesty
 * @param {() => void} open   shows the whole list
 */
export function honestyBar(honesty, open) {
  if (!honesty) return nothing;
  const { simulated, notSimulated, assumed } = honesty;
  /** @type {[string, number, string][]} */
  const parts = [
    [
      "simulated",
      simulated,
      ngettext("*%(n)s* field simulated", "*%(n)s* fields simulated", simulated),
    ],
    ["not-simulated", notSimulated, gettext("*%(n)s* not")],
    ["assumed", assumed, gettext("*%(n)s* assumed")],
  ];
  const shown = parts.filter(([name, count]) => name === "simulated" || count > 0);
  const words = shown.map(([, n, text]) => interpolate(text, { n })).join(", ");
  const share = (/** @type {typeof parts[0]} */ [name, count]) =>
    html`<i class=${name} ${place({ flex: String(count) })}></i>`;
  return html`<button
    type="button"
    class="honesty"
    title=${gettext("What is assumed")}
    @click=${open}
  >
    <span class="bar" aria-hidden="true">${shown.map(share)}</span>
    <span>${rich(words)}</span>
  </button>`;
}

/**
 * @param {import("./dialogs/dialog.js").Dialog} dialog
 * @param {Honesty} honesty
 * @param {(line: number) => void} goToLine
 */
export function openHonesty(dialog, honesty, goToLine) {
  const line = (/** @type {number} */ number) => {
    const go = () => {
      dialog.close();
      goToLine(number);
    };
    const words = interpolate(gettext("line %(line)s"), { line: number });
    return html`<button type="button" class="origin" @click=${go}>${words}</button>`;
  };
  const assumed = honesty.assumptions.map(
    (one) =>
      html`<li>
        <span><b>${one.container}</b>: <code>${one.subject}</code> ${one.assumption}</span>
        ${line(one.line)}
      </li>`,
  );
  const left = honesty.fields.map(
    (one) => html`<li><code>${one.path}</code>${line(one.line)}</li>`,
  );
  const body = () => html`
    <p>${gettext("Nothing of a manifest is run: every process is simulated.")}</p>
    ${list(gettext("Assumed, as nobody can know it from here"), assumed)}
    ${list(gettext("Kept and shown, but changing nothing that is seen to happen"), left)}
  `;
  dialog.open({ title: gettext("How true is this?"), name: "honesty", body });
}

/**
 * @param {string} title
 * @param {unknown[]} items
 */
function list(title, items) {
  if (!items.length) return nothing;
  return html`<section>
    <h3>${title}</h3>
    <ul class="told">
      ${items}
    </ul>
  </section>`;
}
