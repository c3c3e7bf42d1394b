/** The branches as a tree: each with its name, its command and how it ends, and the way to it. */

import { html, nothing } from "lit-html";

import { clock } from "../../layout/axis.js";
import { outline } from "../../store/branches.js";
import { gettext, interpolate, ngettext } from "../../store/words.js";
import { icon } from "../icons.js";
import { place } from "../place.js";

/**
 * @typedef {import("../../wire/records.js").Branch} Branch
 * @typedef {{name: string, ready: string, status: string, restarts: number}} PodEnd
 * @typedef {{name: string, phase: string, restarts: number, codes: number[]}} PodGone
 * @typedef {{pods: PodEnd[], count: number, gone: PodGone[], goneCount: number,
 *   restarts: number, warnings: number}} End
 * @typedef {{atMs: number, ends: Record<string, End>}} Outline
 */

/** A deep tree is not moved further to the right than this. */
const DEEPEST = 6;

/** Of a rollout's old Pods more would say no more. */
const MOST_GONE = 4;

export class Branches {
  /**
   * @param {import("./dialog.js").Dialog} dialog
   * @param {import("../../store/store.js").Store} store
   */
  constructor(dialog, store) {
    this.dialog = dialog;
    this.store = store;
    /** @type {Outline | null} */
    this.outline = null;
    /** @type {number | null} the branch that is being named */
    this.naming = null;
    store.subscribe(() => {
      if (dialog.content?.name === "branches") dialog.redraw();
    });
  }

  open() {
    this.naming = null;
    this.dialog.open({ title: gettext("Branches"), name: "branches", body: () => this.#body() });
    this.#compare();
  }

  async #compare() {
    const text = await this.store.outline();
    this.outline = text ? JSON.parse(text) : null;
    this.dialog.redraw();
  }

  #body() {
    const { store } = this;
    const at = this.outline ? clock(this.outline.atMs) : "";
    return html`
      ${at ? html`<p>${interpolate(gettext("How they stand at %(at)s:"), { at })}</p>` : ""}
      <ul class="tree">
        ${outline(store.branches).map(({ branch, depth }) => this.#row(branch, depth))}
      </ul>
      <p class="note">
        ${gettext("A command begins a new branch; the old one stays.")}
        <kbd>Ctrl Z</kbd> ${gettext("goes back to before it,")}
        <kbd>r</kbd> ${gettext("there again.")}
      </p>
    `;
  }

  /**
   * @param {Branch} branch
   * @param {number} depth
   */
  #row(branch, depth) {
    const { store } = this;
    const current = branch.id === store.branch;
    const show = () => {
      store.switchTo(branch.id);
      this.dialog.close();
    };
    return html`<li ${place({ "margin-left": `${Math.min(depth, DEEPEST) * 1.5}rem` })}>
      ${
        this.naming === branch.id
          ? this.#field(branch)
          : html`<button
              type="button"
              class="branch"
              aria-current=${current ? "true" : nothing}
              ?disabled=${!store.company.mayAct}
              @click=${show}
            >
              ${icon("branch")}
              <span>
                <b>${nameOf(branch)}</b> <small>${about(branch)}</small>
                <span class="ending">${this.#ending(branch)}</span>
              </span>
            </button>`
      }
      ${
        current || !store.opened
          ? nothing
          : html`<a
              class="button quiet"
              href="/compare/?session=${store.opened.token}&a=${store.branch}&b=${branch.id}"
              >${gettext("Compare")}</a
            >`
      }
      ${
        branch.parent === null || !store.company.mayAct || this.naming === branch.id
          ? nothing
          : html`<button
              type="button"
              class="quiet"
              aria-label=${interpolate(gettext("Name %(name)s"), { name: nameOf(branch) })}
              @click=${() => this.#name(branch.id)}
            >
              ${gettext("Name")}
            </button>`
      }
    </li>`;
  }

  /** @param {Branch} branch */
  #field(branch) {
    const take = (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.currentTarget);
      const name = String(new FormData(form).get("name")).trim();
      if (name) this.store.name(branch.id, name);
      this.naming = null;
      this.dialog.redraw();
    };
    return html`<form class="inline" @submit=${take}>
      <input
        name="name"
        maxlength="200"
        aria-label=${gettext("The branch's name")}
        .value=${branch.name}
      />
      <button class="button primary">${gettext("Name")}</button>
    </form>`;
  }

  /** @param {number} id */
  #name(id) {
    this.naming = id;
    this.dialog.redraw();
    const field = /** @type {HTMLInputElement | null} */ (
      this.dialog.element.querySelector(".tree input")
    );
    field?.focus();
    field?.select();
  }

  /**
   * How a branch ends; what is not as on the branch shown stands out.
   *
   * @param {Branch} branch
   */
  #ending(branch) {
    const { store } = this;
    const end = this.outline?.ends[branch.id];
    const shown = this.outline?.ends[store.branch];
    if (!end) return "";
    const same = new Set([
      ...(shown?.pods.map(podText) ?? []),
      ...(shown?.gone.map(goneText) ?? []),
    ]);
    const told = (/** @type {string} */ text) =>
      same.has(text) ? html`<span>${text}</span>` : html`<b>${text}</b>`;
    const pods = end.pods.map((pod) => told(podText(pod)));
    const gone = end.gone.slice(0, MOST_GONE).map((pod) => told(goneText(pod)));
    const more = end.count - end.pods.length + end.goneCount - gone.length;
    const restarts = interpolate(
      ngettext("%(count)s restart", "%(count)s restarts", end.restarts),
      { count: end.restarts },
    );
    const warnings = interpolate(
      ngettext("%(count)s warning", "%(count)s warnings", end.warnings),
      { count: end.warnings },
    );
    const none = end.count || end.goneCount ? "" : gettext("no Pods");
    const rest = more > 0 ? interpolate(gettext("and %(count)s more"), { count: more }) : "";
    return html`${pods} ${gone} ${none} ${rest} <span>${restarts}, ${warnings}</span>`;
  }
}

/** @param {PodEnd} pod */
function podText({ name, ready, status }) {
  return `${name} ${ready} ${status}`;
}

/**
 * How a Pod that is gone has ended: its exit codes tell a killed one from one that went by itself.
 *
 * @param {PodGone} pod
 */
function goneText({ name, phase, restarts, codes }) {
  const values = { name, count: restarts, codes: codes.join(", ") };
  const deleted = restarts
    ? interpolate(
        ngettext(
          "%(name)s deleted after %(count)s restart",
          "%(name)s deleted after %(count)s restarts",
          restarts,
        ),
        values,
      )
    : interpolate(gettext("%(name)s deleted"), values);
  if (codes.length) return `${deleted} (${interpolate(gettext("exit %(codes)s"), values)})`;
  return phase === "Pending" ? `${deleted} (${gettext("never ran")})` : deleted;
}

/** @param {Branch} branch */
function nameOf(branch) {
  return branch.name || gettext("The scenario");
}

/** @param {Branch} branch */
function about(branch) {
  if (branch.parent === null) return "";
  const command = branch.inputs[0]?.do ?? "";
  const at = interpolate(gettext("at %(time)s"), { time: clock(branch.fork_ms) });
  return command === branch.name ? at : `${command}, ${at}`;
}
