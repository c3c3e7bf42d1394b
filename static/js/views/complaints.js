/** What the API server says of a manifest, each with its line and the buttons that mend it. */

import { html, nothing } from "lit-html";

import { gettext, interpolate } from "../store/words.js";

/**
 * @typedef {import("../editor/problems.js").Complaint} Complaint
 * @typedef {import("../editor/mending.js").Remedy} Remedy
 * @typedef {{goTo: (line: number) => void, mend: (remedy: Remedy) => void}} Acts
 */

const MOST = 12;

/**
 * Errors before warnings, each in the order of the lines.
 *
 * @param {Complaint[]} complaints
 * @param {Acts} acts
 * @param {boolean} judged   whether they are about the text as it stands; else none can be mended
 */
export function complaintList(complaints, acts, judged) {
  if (!complaints.length) return nothing;
  const errors = complaints.filter(({ severity }) => severity === "error");
  const warnings = complaints.filter(({ severity }) => severity !== "error");
  const shown = [...errors, ...warnings].slice(0, MOST);
  return html`<section class="complaints" aria-label=${gettext("What the API server says")}>
    <h3>${gettext("What the API server says")}</h3>
    <ul>
      ${shown.map((complaint) => row(complaint, acts, judged))}
    </ul>
  </section>`;
}

/**
 * @param {Complaint} complaint
 * @param {Acts} acts
 * @param {boolean} judged
 */
function row({ line, message, lang, hint, severity, remedies }, { goTo, mend }, judged) {
  const words = interpolate(gettext("line %(line)s"), { line });
  const buttons = remedies ?? [];
  return html`<li class=${severity}>
    <p>
      <button type="button" class="origin" @click=${() => goTo(line)}>${words}</button>
      <span lang=${lang ?? nothing}>${message}</span>
    </p>
    ${hint ? html`<p class="hint">${hint}</p>` : nothing}
    ${
      buttons.length
        ? html`<p class="remedies">
            <span>${gettext("Mend:")}</span>
            ${buttons.map(
              (remedy) =>
                html`<button
                  type="button"
                  class="pill"
                  ?disabled=${!judged}
                  @click=${() => mend(remedy)}
                >
                  ${remedy.title}
                </button>`,
            )}
          </p>`
        : nothing
    }
  </li>`;
}
