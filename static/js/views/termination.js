/** The end as a sequence diagram: a column for each who takes part, a row for each message. */

import { html, nothing } from "lit-html";

import { clock, duration } from "../layout/axis.js";
import { endingAt, endingsOf, spent, unused } from "../layout/termination.js";
import { gettext, interpolate } from "../store/words.js";
import { place } from "./place.js";

/**
 * @typedef {import("./picture.js").Picture} Picture
 * @typedef {import("../layout/termination.js").Ending} Ending
 * @typedef {import("../layout/termination.js").Message} Message
 */

/** @param {Picture} picture */
export function terminationPanel({ story, atMs, store }) {
  const ending = story && endingAt(endingsOf(story), atMs);
  if (!ending) {
    return html`<p class="empty">
      ${gettext("Nothing has to end in this story. Press d to delete the Pod at this moment.")}
    </p>`;
  }
  return html`<div class="termination">
    ${budgetsView(ending, atMs)}
    <div
      class="sequence"
      role="table"
      aria-label=${gettext("Who tells whom")}
      ${place({ "--columns": String(ending.participants.length) })}
    >
      <div class="sequence-row sequence-head" role="row">
        <span role="columnheader">${clock(ending.fromMs)}</span>
        <div class="lifelines">
          ${ending.participants.map(
            ({ title }) => html`<b role="columnheader" title=${title}>${title}</b>`,
          )}
        </div>
      </div>
      ${ending.messages.map((message) => messageRow(message, ending, atMs, store))}
    </div>
  </div>`;
}

/**
 * @param {Message} message
 * @param {Ending} ending
 * @param {number} atMs
 * @param {import("../store/store.js").Store} store
 */
function messageRow(message, { participants, fromMs }, atMs, store) {
  const column = (/** @type {string} */ key) => participants.findIndex((p) => p.key === key);
  const from = column(message.from);
  const to = column(message.to);
  const first = Math.min(from, to);
  const way = from === to ? "self" : from < to ? "right" : "left";
  const come = message.atMs > atMs ? "to-come" : "";
  const about = `${participants[from]?.title} → ${participants[to]?.title}`;
  return html`<div class="sequence-row ${come}" role="row">
    <span role="cell">+${clock(message.atMs - fromMs)}</span>
    <div class="lifelines" role="cell">
      ${participants.map(() => html`<i></i>`)}
      <button
        type="button"
        class="message ${way} t-${message.tone}"
        ${place({ "--first": String(first), "--span": String(Math.abs(to - from)) })}
        @click=${() => store.stepTo(message.atMs)}
      >
        <span class="unseen">${interpolate(gettext("%(line)s:"), { line: about })} </span
        ><span>${message.text}</span>
      </button>
    </div>
  </div>`;
}

/**
 * The grace period from one end to the other, and what each container did with it.
 *
 * @param {Ending} ending
 * @param {number} atMs
 */
function budgetsView(ending, atMs) {
  const { budgets, fromMs, dueMs } = ending;
  if (!budgets.length) return nothing;
  const lastMs = Math.max(dueMs, ...budgets.flatMap(({ parts }) => parts.map((p) => p.toMs)));
  const share = (/** @type {number} */ ms) => `${(100 * (ms - fromMs)) / (lastMs - fromMs || 1)}%`;
  const left = unused(ending);
  const given = interpolate(gettext("Grace: %(time)s"), { time: duration(dueMs - fromMs) });
  return html`<div class="budgets">
    <p>
      <b>${given}</b>
      ${
        left === null
          ? nothing
          : html`<span>${interpolate(gettext("%(time)s unused"), { time: duration(left) })}</span>`
      }
    </p>
    ${budgets.map(
      (budget) =>
        html`<div class="budget">
          <b>${budget.name}</b>
          <div class="spending" aria-hidden="true">
            <em ${place({ width: share(dueMs) })}></em>
            ${budget.parts.map(
              ({ kind, fromMs: a, toMs: b }) =>
                html`<i
                  class="spent-${kind} ${a > atMs ? "to-come" : ""}"
                  ${place({ left: share(a), width: `${(100 * (b - a)) / (lastMs - fromMs)}%` })}
                ></i>`,
            )}
          </div>
          <small>${spent(budget).join(", ")}</small>
        </div>`,
    )}
  </div>`;
}
