/** Why: the stations from an effect back to its first cause, the last of them yellow. */

import { html, nothing, render } from "lit-html";

import { clock } from "../layout/axis.js";
import { spanSaid } from "../layout/bands.js";
import { deedsOf } from "../layout/line-deeds.js";
import { ruleOf } from "../layout/rules.js";
import { changesOf } from "../layout/versions.js";
import { waitsOf } from "../layout/why-not.js";
import { gettext, interpolate } from "../store/words.js";
import { tryAgain } from "./invitation.js";
import { changes } from "./memo.js";
import { rich } from "./rich.js";

/** @typedef {import("./picture.js").Picture} Picture */

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} because   the one line of it that is left when presenting
 * @param {import("../store/store.js").Store} store
 * @param {(line: number) => void} goToLine
 * @param {import("./invitation.js").Invitation} invitation   where nothing plays
 * @returns {import("./loop.js").View}
 */
export function whyView(root, because, store, goToLine, invitation) {
  const changed = changes();
  const instead = () => {
    if (store.trace) return null;
    if (store.empty) return invitation.view();
    return store.refusal || store.connection === "gone" ? tryAgain() : nothing;
  };
  return {
    draw(picture) {
      const { why, trace, spec, reached } = picture;
      const { empty, refusal, connection } = store;
      const about = [
        store.gaze.selected,
        store.gaze.line,
        empty,
        refusal,
        connection,
        invitation.scenes,
      ];
      if (!changed(why, trace, spec, reached, ...about)) return;
      render(panel(picture, goToLine, instead()), root);
      render(summary(why), because);
    },
  };
}

/**
 * @param {Picture} picture
 * @param {(line: number) => void} goToLine
 * @param {unknown} instead   what stands there while nothing plays
 */
function panel(picture, goToLine, instead) {
  const { store, why } = picture;
  const back = html`<button type="button" class="tab" @click=${() => store.gaze.select(null)}>
    ${gettext("Back to the moment")}
  </button>`;
  return html` <header class="panel-head">
      <h2>${gettext("Why")}</h2>
      <span class="spring"></span>
      ${store.gaze.selected === null && store.gaze.line === null ? nothing : back}
    </header>
    <div class="panel-body" role="group" tabindex="0" aria-label=${gettext("Reasons")}>
      ${instead ?? reasons(picture, why, goToLine)}
    </div>`;
}

/**
 * Why it is so, by which rule, and what is still waited for.
 *
 * @param {Picture} picture
 * @param {import("../layout/why.js").Station[]} why
 * @param {(line: number) => void} goToLine
 */
export function reasons(picture, why, goToLine) {
  if (picture.store.gaze.line !== null) return deedsView(picture, picture.store.gaze.line);
  return html`${stations(why, goToLine)} ${waitsView(picture)} ${ruleView(picture)}`;
}

/**
 * All that a line of the manifest did, what is still to come as well.
 *
 * @param {Picture} picture
 * @param {number} line
 */
function deedsView({ store, trace, atMs }, line) {
  const deeds = trace ? deedsOf(line, trace.history, store.opened?.positions ?? {}) : [];
  const go = (/** @type {import("../layout/line-deeds.js").Deed} */ { atMs: ms, record }) => {
    store.stepTo(ms);
    store.gaze.select(record);
  };
  const title = deeds.length ? gettext("Line %(line)s did this:") : gettext("Line %(line)s:");
  return html`<section class="deeds">
    <h2>${interpolate(title, { line })}</h2>
    ${deeds.length ? nothing : html`<p>${gettext("Nothing that happens is decided here.")}</p>`}
    <ol>
      ${deeds.map(
        (deed) =>
          html`<li class=${deed.atMs > atMs ? "to-come" : ""}>
            <button type="button" @click=${() => go(deed)}>
              <small>${clock(deed.atMs)}</small> <span>${rich(deed.text)}</span>
            </button>
          </li>`,
      )}
    </ol>
  </section>`;
}

/** @param {Picture} picture */
function waitsView({ story, spec, atMs, store }) {
  const waits = story && store.gaze.selected === null ? waitsOf(story, spec, atMs) : [];
  if (!waits.length) return nothing;
  return html`<section class="waits">
    <h2>${gettext("Why not yet?")}</h2>
    <ul>
      ${waits.map(
        ({ text, band }) =>
          html`<li>
            <span>${rich(text)}</span>
            <small>${band ? spanSaid(band, atMs) : gettext("no second is known")}</small>
          </li>`,
      )}
    </ul>
  </section>`;
}

/**
 * The first rule of the chain that is more than the kubelet's reporting.
 *
 * @param {Picture} picture
 */
function ruleView({ chain, store }) {
  const telling = chain.find(({ rule }) => rule !== "status.publish" && ruleOf(rule));
  const key = (telling ?? chain[0])?.rule;
  const rule = ruleOf(key);
  if (!rule) return nothing;
  const changes = changesOf(key, store.opened?.scenario.kubernetes ?? "");
  return html`<section class="rule">
    <h2>${gettext("The rule")}</h2>
    <p>${rule.text}</p>
    ${
      rule.otherwise
        ? html`<p><b>${gettext("What would prevent it:")}</b> ${rule.otherwise}</p>`
        : nothing
    }
    ${changes.map(
      ({ title, text }) =>
        html`<p class="changed-in">
          <b>${interpolate(gettext("%(line)s:"), { line: title })}</b> ${text}
        </p>`,
    )}
    <p class="rule-source">
      <code>${rule.source}</code>
      <a href=${rule.docs} target="_blank" rel="noreferrer">${gettext("Read about it")}</a>
    </p>
  </section>`;
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
