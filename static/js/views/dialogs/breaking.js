/** "Break something": everything that can be done to the Pod at this moment, and any command. */

import { html, nothing } from "lit-html";

import { actionsFor } from "../../layout/actions.js";
import { faultsAt } from "../../layout/faults.js";
import { recordsUntil } from "../../layout/status-at.js";
import { gettext, interpolate } from "../../store/words.js";

/**
 * @typedef {import("./dialog.js").Dialog} Dialog
 * @typedef {import("../../store/store.js").Store} Store
 * @typedef {import("../../layout/actions.js").Action} Action
 * @typedef {import("../../layout/faults.js").Fault} Fault
 */

const SERVICE = (/** @type {string} */ name) => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  ports:
  - port: 80
`;

const APPLY = "kubectl apply -f -";

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
    /** Whether a command is on its way: pressed again, it is not done again. */
    this.running = false;
    this.line = "";
    this.name = "";
  }

  open() {
    this.output = "";
    this.line = "";
    this.name = "";
    const seconds = (this.store.atMs / 1000).toFixed(2);
    this.store.pause();
    this.store.refusal = null;
    this.dialog.open({
      title: interpolate(gettext("Break something at %(seconds)s s"), { seconds }),
      name: "breaking",
      body: () => this.#body(),
    });
  }

  #body() {
    const faults = faultsAt(this.store.trace?.history.faults ?? [], this.store.atMs);
    const subject = this.subject();
    const actions = subject ? actionsFor({ ...subject, ...this.#about(subject, faults) }) : [];
    const groups = [...new Set(actions.map(({ group }) => group))];
    return html`
      ${this.#command()} ${this.#inForce(faults)} ${this.#missing()}
      <div class="action-groups">
        ${groups.map((group) => this.#group(group, actions))} ${this.#names()}
      </div>
    `;
  }

  /**
   * @param {import("../../layout/actions.js").Subject} subject
   * @param {Fault[]} faults
   */
  #about({ pod }, faults) {
    const spec = this.store.specs.get(pod.uid);
    const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
    const images = [...new Set(containers.map(({ image }) => image))];
    return { images, faults: faults.map(({ line }) => line) };
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
          translate="no"
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

  /** @param {Fault[]} faults */
  #inForce(faults) {
    if (!faults.length) return nothing;
    return html`<section class="in-force">
      <h3>${gettext("Broken at this moment")}</h3>
      <ul>
        ${faults.map(
          ({ line, clear, sinceMs }) =>
            html`<li>
              <code>${line}</code>
              <span>
                ${interpolate(gettext("since %(seconds)s s"), {
                  seconds: (sinceMs / 1000).toFixed(2),
                })}
              </span>
              <button type="button" class="button" title=${clear} @click=${() => this.#run(clear)}>
                ${gettext("Mend it")}
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  /** What the manifest refers to and does not bring. */
  #missing() {
    const made = recordsUntil(this.store.trace?.history.objects ?? [], this.store.atMs);
    const missing = (this.store.opened?.honesty?.missing ?? []).filter(
      ({ kind, name }) => !made.some((one) => one.kind === kind && one.name === name),
    );
    if (!missing.length) return nothing;
    return html`<section class="in-force">
      <h3>${gettext("Missing from the manifest")}</h3>
      <ul>
        ${missing.map(
          ({ kind, name, manifest }) =>
            html`<li>
              <code>${kind} ${name}</code>
              <button type="button" class="button" @click=${() => this.#run(APPLY, manifest)}>
                ${gettext("Create it")}
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
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

  #names() {
    const does = (/** @type {string} */ title, /** @type {(name: string) => void} */ act) =>
      html`<button type="button" @click=${() => this.#named(act)}>${title}</button>`;
    return html`<section>
      <h3>${gettext("A Service, a name")}</h3>
      <form class="inline" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
        <input
          required
          aria-label=${gettext("Name of the Service")}
          translate="no"
          placeholder="myservice"
          autocomplete="off"
          spellcheck="false"
          .value=${this.name}
          @input=${(/** @type {InputEvent} */ event) => {
            this.name = /** @type {HTMLInputElement} */ (event.target).value;
          }}
        />
      </form>
      ${does(gettext("Create the Service"), (name) => this.#run(APPLY, SERVICE(name)))}
      ${does(gettext("Delete the Service"), (name) => this.#run(`kubectl delete service ${name}`))}
      ${does(gettext("Send it 10 requests a second"), (name) =>
        this.#run(`traffic start ${name} --rps=10`),
      )}
      ${does(gettext("Send it no more requests"), (name) => this.#run(`traffic stop ${name}`))}
      ${does(gettext("Let nobody find the Service"), (name) =>
        this.#run(`fault service ${name} absent`),
      )}
      ${does(gettext("Let DNS not know the name"), (name) => this.#run(`fault dns ${name} fail`))}
      ${does(gettext("Let DNS not answer"), (name) => this.#run(`fault dns ${name} slow`))}
    </section>`;
  }

  /** @param {(name: string) => void} act   for the Service that is named */
  #named(act) {
    const name = this.name.trim();
    if (name) return act(name);
    /** @type {HTMLFormElement | null} */ (
      this.dialog.element.querySelector(".action-groups form")
    )?.reportValidity();
    return undefined;
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (this.line.trim()) this.#run(this.line.trim());
  }

  /**
   * @param {string} line
   * @param {string} [manifest]
   */
  async #run(line, manifest = "") {
    if (this.running) return;
    this.running = true;
    const { content } = this.dialog;
    const answer = await this.store.input(line, manifest);
    this.running = false;
    // Whoever has closed it meanwhile may have opened something else.
    if (this.dialog.content !== content) return;
    this.refused = answer === null;
    // A lock is told on top, beside the way out of it.
    if (!this.refused || this.store.refusal?.kind === "locked") {
      this.dialog.close();
      return;
    }
    const { message, remedy } = this.store.refusal ?? {
      message: gettext("The server can't be reached."),
      remedy: gettext("It is done when you run it again."),
    };
    this.output = [message, remedy].filter(Boolean).join("\n");
    this.dialog.redraw();
    this.dialog.element.querySelector(".output")?.scrollIntoView({ block: "nearest" });
  }
}
