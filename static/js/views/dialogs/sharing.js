/** Share: a link that holds everything, a short one, and a warning about what looks secret. */

import { html, nothing } from "lit-html";

import { clock } from "../../layout/axis.js";
import { sharedScenario } from "../../layout/shared-scenario.js";
import { inputsOf } from "../../store/branches.js";
import { gettext, interpolate, ngettext } from "../../store/words.js";
import { check, createLink } from "../../wire/api.js";
import { encodeLink } from "../../wire/link.js";
import { copyLine } from "./copying.js";
import { exportLines } from "./exporting.js";
import { qrFold } from "./qr-fold.js";
import { troubleOf } from "./trouble.js";

/**
 * @typedef {import("./dialog.js").Dialog} Dialog
 * @typedef {import("../../store/store.js").Store} Store
 * @typedef {{line: number, path: string, what: string}} Secret
 */

export class Sharing {
  /**
   * @param {Dialog} dialog
   * @param {Store} store
   */
  constructor(dialog, store) {
    this.dialog = dialog;
    this.store = store;
    /** @type {Secret[]} */
    this.secrets = [];
    this.code = qrFold();
    this.manifests = "";
    this.blanked = "";
    /** What the link holds, as soon as it is packed. */
    this.payload = Promise.resolve("");
    this.link = "";
    this.short = "";
    this.atMs = 0;
    this.reset();
  }

  reset() {
    this.link = "";
    this.short = "";
    this.trouble = "";
    this.secrets = [];
    this.blanked = "";
    this.fromHere = true;
  }

  open() {
    const { opened } = this.store;
    if (!opened) return;
    this.reset();
    this.atMs = Math.round(this.store.atMs);
    this.manifests = opened.scenario.manifests;
    this.dialog.open({ title: gettext("Share"), name: "sharing", body: () => this.#body() });
    this.#inspect();
    this.#offer();
  }

  /** Say what looks like a secret before anything is handed out. */
  async #inspect() {
    try {
      const { secrets, blanked } = await check(this.manifests);
      this.secrets = secrets;
      this.blanked = blanked;
    } catch (error) {
      this.trouble = troubleOf(error);
    }
    this.dialog.redraw();
  }

  /** Offer a link of what is chosen now; a short one was of what was chosen before. */
  async #offer() {
    const payload = this.#pack();
    this.payload = payload;
    this.short = "";
    const packed = await payload;
    if (this.payload !== payload) return;
    this.link = `${location.origin}/#${packed}`;
    this.dialog.redraw();
  }

  /** @returns {Promise<string>} */
  async #pack() {
    const { opened, branches, branch } = this.store;
    if (!opened) return "";
    const whole = this.manifests === opened.scenario.manifests;
    const sealed = whole ? await this.store.seal() : null;
    const inputs = inputsOf(branches, branch, opened.scenario.script ?? []);
    const scenario = sharedScenario(opened.scenario, inputs, {
      manifests: this.manifests,
      moment_ms: this.fromHere ? this.atMs : 0,
      played: sealed ? JSON.parse(sealed) : null,
    });
    return encodeLink(scenario);
  }

  #body() {
    return html`
      ${this.secrets.length ? this.#warning() : ""}
      <label class="choice">
        <input type="checkbox" .checked=${this.fromHere} @change=${() => this.#toggleMoment()} />
        ${interpolate(gettext("Open at this moment, %(time)s"), { time: clock(this.atMs) })}
      </label>
      ${copyLine("link", gettext("A link that holds everything"), this.link)}
      <p class="note">
        ${gettext("It carries manifest, script and moment in itself; no server keeps them.")}
      </p>
      ${
        this.short
          ? this.#shortLines()
          : html`<button type="button" class="button" @click=${() => this.#shorten()}>
              ${gettext("Make a short link")}
            </button>`
      }
      <p class="note">
        ${gettext("A short link is kept here for ever; whoever has it can open it.")}
      </p>
      ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : ""}
      ${this.#file()}
    `;
  }

  /** The short link, and what shows it in slides and documents. */
  #shortLines() {
    const url = new URL(this.short);
    const source = `${url.origin}/embed/${url.pathname.split("/").at(-1)}/?autoplay=1`;
    const frame = `<iframe src="${source}" width="960" height="600" allow="fullscreen"></iframe>`;
    return html`
      ${copyLine("short", gettext("A short link"), this.short)} ${this.code(this.short)}
      ${copyLine("embed", gettext("For slides and documents, as HTML"), frame)}
      <p class="note">
        ${gettext("Its address takes t=12s, lanes=phase,events, theme=dark and lang=en as well.")}
      </p>
    `;
  }

  #file() {
    const { opened, branch } = this.store;
    if (!opened) return nothing;
    const url = `/api/sessions/${opened.token}/scenario.yaml?branch=${branch}`;
    return html`<p>
        <a class="button" href=${url} download>${gettext("Download as a file")}</a>
      </p>
      ${exportLines(opened.token, branch, this.store.lengthMs)}`;
  }

  #warning() {
    const count = this.secrets.length;
    return html`<div class="warning" role="alert">
      <p>
        <b>
          ${interpolate(
            ngettext(
              "%(count)s value looks like a secret.",
              "%(count)s values look like secrets.",
              count,
            ),
            { count },
          )}
        </b>
        ${gettext("Whoever has the link can read them.")}
      </p>
      <ul>
        ${this.secrets
          .slice(0, 6)
          .map(({ line, what }) => html`<li><code>${what}</code>, ${lineNumber(line)}</li>`)}
      </ul>
      <button type="button" class="button" @click=${() => this.#blank()}>
        ${gettext("Blank them in the link")}
      </button>
    </div>`;
  }

  #blank() {
    this.manifests = this.blanked;
    this.secrets = [];
    this.#offer();
  }

  #toggleMoment() {
    this.fromHere = !this.fromHere;
    this.#offer();
  }

  async #shorten() {
    const { payload } = this;
    try {
      const { url } = await createLink(await payload);
      if (this.payload !== payload) return;
      this.short = new URL(url, location.origin).href;
      this.trouble = "";
    } catch (error) {
      this.trouble = troubleOf(error);
    }
    this.dialog.redraw();
  }
}

/** @param {number} line */
function lineNumber(line) {
  return interpolate(gettext("line %(line)s"), { line });
}
