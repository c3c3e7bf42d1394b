/** "Break something": everything that can be done to the Pod at this moment, and any command. */

import { html } from "lit-html";

import { actionsFor } from "../../layout/actions.js";
import { gettext, interpolate } from "../../store/words.js";

/**
 * @typedef {import("./dialog.js").Dialog} Dialog
 * @typedef {import("../../store/store.js").Store} Store
 * @typedef {import("../../layout/actions.js").Action} Action
 */

const SERVICE = (/** @type {string} */ name) => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  ports:
  - port: 80
`;

export class Breaking {
  /**
   * @param {Dialog} dialog
   * @param {Store} store
   * @param {() => import("../../layout/actions.js").Subject | null} subject
   */
  constructor(dialog, store, subject) {
    this.dialog = dialog;
    this.store = store;
    this.subject = subject;
    this.output = "";
    this.refused = false;
    this.line = "";
    this.service = "";
  }

  open() {
    this.output = "";
    this.line = "";
    this.service = "";
    const seconds = (this.store.atMs / 1000).toFixed(2);
    this.store.pause();
    this.dialog.open({
      title: interpolate(gettext("Break something at %(seconds)s s"), { seconds }),
      name: "breaking",
      body: () => this.#body(),
    });
  }

  #body() {
    const subject = this.subject();
    const actions = subject ? actionsFor(subject) : [];
    const groups = [...new Set(actions.map(({ group }) => group))];
    return html`
      ${this.#command()}
      <div class="action-groups">
        ${groups.map((group) => this.#group(group, actions))} ${this.#newService()}
      </div>
    `;
  }

  #command() {
    return html`<form
        class="command"
        @submit=${(/** @type {Event} */ event) => this.#submit(event)}
      >
        <label for="command">${gettext("A command")}</label>
        <input
          id="command"
          autofocus
          autocomplete="off"
          spellcheck="false"
          placeholder="kubectl delete pod web --grace-period=5"
          .value=${this.line}
          @input=${(/** @type {InputEvent} */ event) => {
            this.line = /** @type {HTMLInputElement} */ (event.target).value;
          }}
        />
        <button class="button primary">${gettext("Run")}</button>
      </form>
      ${
        this.output
          ? html`<pre class=${this.refused ? "output refused" : "output"} role="status">
${this.output}</pre>`
          : ""
      }`;
  }

  /**
   * @param {string} group
   * @param {Action[]} actions
   */
  #group(group, actions) {
    return html`<section>
      <h3>${group}</h3>
      ${actions
        .filter((action) => action.group === group)
        .map(
          ({ title, line, key }) =>
            html`<button type="button" title=${line} @click=${() => this.#run(line)}>
              ${title}${key ? html` <kbd>${key}</kbd>` : ""}
            </button>`,
        )}
    </section>`;
  }

  #newService() {
    return html`<section>
      <h3>${gettext("A Service")}</h3>
      <form class="inline" @submit=${(/** @type {Event} */ event) => this.#createService(event)}>
        <input
          aria-label=${gettext("Name of the Service")}
          placeholder="myservice"
          autocomplete="off"
          spellcheck="false"
          .value=${this.service}
          @input=${(/** @type {InputEvent} */ event) => {
            this.service = /** @type {HTMLInputElement} */ (event.target).value;
          }}
        />
        <button class="button">${gettext("Create it")}</button>
      </form>
    </section>`;
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (this.line.trim()) this.#run(this.line.trim());
  }

  /** @param {Event} event */
  #createService(event) {
    event.preventDefault();
    const name = this.service.trim();
    if (name) this.#run("kubectl apply -f -", SERVICE(name));
  }

  /**
   * @param {string} line
   * @param {string} [manifest]
   */
  async #run(line, manifest = "") {
    const answer = await this.store.input(line, manifest);
    this.refused = answer === null;
    if (!this.refused) {
      this.dialog.close();
      return;
    }
    const { message, remedy } = this.store.refusal ?? {
      message: gettext("The server can't be reached."),
      remedy: gettext("It is done when you run it again."),
    };
    this.output = [message, remedy].filter(Boolean).join("\n");
    this.dialog.redraw();
  }
}
