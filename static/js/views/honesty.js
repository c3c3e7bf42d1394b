/** How much of the manifest is simulated, what changes nothing, and what was only assumed. */

import { html, nothing } from "lit-html";

import { compose, fields, parse } from "../layout/assumption.js";
import { lacking } from "../layout/simplified.js";
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
  const { simulated, simplified, notSimulated, assumed } = honesty;
  /** @type {[string, number, string][]} */
  const parts = [
    [
      "simulated",
      simulated,
      ngettext("*%(n)s* field simulated", "*%(n)s* fields simulated", simulated),
    ],
    ["simplified", simplified.length, gettext("*%(n)s* in part")],
    ["not-simulated", notSimulated, gettext("*%(n)s* not")],
    ["unknown", honesty.unknown?.length ?? 0, gettext("*%(n)s* not known yet")],
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
 * @param {(container: string, text: string) => Promise<string>} assume   plays it so from the
 *   beginning; answers with what was wrong
 */
export function openHonesty(dialog, honesty, goToLine, assume) {
  const line = (/** @type {number} */ number) => {
    const go = () => {
      dialog.close();
      goToLine(number);
    };
    const words = interpolate(gettext("line %(line)s"), { line: number });
    return html`<button type="button" class="origin" @click=${go}>${words}</button>`;
  };
  let trouble = "";
  const change = async (/** @type {string} */ container, /** @type {string} */ text) => {
    trouble = await assume(container, text);
    dialog.redraw();
  };
  const assumed = assumptions(honesty, line, change);
  const left = honesty.fields.map(
    (one) => html`<li><code>${one.path}</code>${line(one.line)}</li>`,
  );
  const inPart = honesty.simplified.map(
    (one) =>
      html`<li>
        <span><code>${one.path}</code> <small>${lacking(one.lacks)}</small></span>
        ${line(one.line)}
      </li>`,
  );
  const unknown = (honesty.unknown ?? []).map(
    (one) =>
      html`<li>
        <span>
          <code>${one.path}</code>
          <small>${interpolate(gettext("since %(since)s"), { since: one.since })}</small>
        </span>
        ${line(one.line)}
      </li>`,
  );
  const body = () => html`
    <p>${gettext("Nothing of a manifest is run: every process is simulated.")}</p>
    ${trouble ? html`<p class="trouble" role="alert">${trouble}</p>` : nothing}
    ${list(gettext("Assumed, as nobody can know it from here"), assumed)}
    ${list(gettext("Dropped, as this version of Kubernetes does not know them yet"), unknown)}
    ${list(gettext("Simulated in part"), inPart)}
    ${list(gettext("Kept and shown, but changing nothing that is seen to happen"), left)}
  `;
  dialog.open({ title: gettext("How true is this?"), name: "honesty", body });
}

/**
 * @param {Honesty} honesty
 * @param {(line: number) => unknown} line
 * @param {(container: string, text: string) => void} change
 */
function assumptions(honesty, line, change) {
  const containers = [...new Set(honesty.assumptions.map(({ container }) => container))];
  return containers.map((name) => {
    const mine = honesty.assumptions.filter(({ container }) => container === name);
    const [first] = mine;
    return html`<li class="assumed">
      <span>
        <b>${name}</b>:
        ${mine.map(
          ({ subject, assumption }) =>
            html`<code>${subject}</code> <code>${assumption}</code><br />`,
        )}
      </span>
      ${line(first.line)} ${first.text ? changing(name, first.text, change) : nothing}
    </li>`;
  });
}

/**
 * @param {string} container
 * @param {string} text
 * @param {(container: string, text: string) => void} change
 */
function changing(container, text, change) {
  const values = parse(text);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    for (const { key } of fields()) values.set(key, String(form.get(key) ?? ""));
    change(container, compose(values));
  };
  return html`<details>
    <summary>${gettext("Assume something else")}</summary>
    <form class="assume" @submit=${submit}>
      ${fields().map(
        ({ key, label, choices }) =>
          html`<label>
            <span>${label}</span>
            <input
              name=${key}
              list=${`assume-${container}-${key}`}
              autocomplete="off"
              spellcheck="false"
              .value=${values.get(key) ?? ""}
            />
            <datalist id=${`assume-${container}-${key}`}>
              ${choices.map((choice) => html`<option value=${choice}></option>`)}
            </datalist>
          </label>`,
      )}
      <p class="note">
        ${interpolate(gettext("The same can be said by the annotation %(name)s."), {
          name: `podviz.io/assume.${container}`,
        })}
      </p>
      <button class="button primary">${gettext("Play it so")}</button>
    </form>
  </details>`;
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
