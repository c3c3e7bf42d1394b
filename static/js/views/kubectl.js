/** The kubectl pane: what each command prints at this moment, and what of it is new. */

import { html } from "lit-html";

import { changedLines } from "../layout/yaml-changes.js";
import { recall, remember } from "../store/preferences.js";
import { gettext } from "../store/words.js";
import { changes } from "./memo.js";
import { eventsPanel, logsPanel, screen, watchPanel } from "./terminal.js";

/**
 * @typedef {import("./picture.js").Picture} Picture
 * @typedef {"get -w" | "describe" | "events" | "logs" | "-o yaml"} Command
 */

/** @type {Command[]} */
const COMMANDS = ["get -w", "describe", "events", "logs", "-o yaml"];
/** The server is asked again when the playhead has rested for so long. */
const REST_MS = 150;

export class Kubectl {
  /**
   * @param {import("../store/store.js").Store} store
   * @param {() => void} changed   what is shown is another
   */
  constructor(store, changed) {
    this.store = store;
    this.changed = changed;
    this.asked = changes();
    this.command = /** @type {Command} */ (recall("kubectl") ?? COMMANDS[0]);
    if (!COMMANDS.includes(this.command)) this.command = COMMANDS[0];
    /** @type {string | null} what the server printed; null while it is on its way */
    this.printed = null;
    /** @type {string | null} what it would have printed before this step */
    this.before = null;
    /** So often the server was asked. */
    this.turn = 0;
    /** Whether what is shown is of another moment, as the answer is on its way. */
    this.waiting = false;
  }

  /** Whether what is shown follows from every second, not only from records. */
  get ages() {
    return this.command === "events";
  }

  /** Whether it is read from its beginning, not from its end. */
  get isWhole() {
    return this.command === "describe" || this.command === "-o yaml";
  }

  /** @param {Picture} picture */
  view(picture) {
    return html`<div class="commands" role="group" aria-label="kubectl">
        ${COMMANDS.map((command) => this.#choice(command))}
      </div>
      ${this.#body(picture)}`;
  }

  /** @param {Command} command */
  #choice(command) {
    const choose = () => {
      this.command = command;
      remember("kubectl", command);
      this.printed = null;
      this.asked();
      this.changed();
    };
    const chosen = command === this.command;
    return html`<button
      type="button"
      class="tab"
      translate="no"
      aria-pressed=${chosen}
      @click=${choose}
    >
      ${command}
    </button>`;
  }

  /** @param {Picture} picture */
  #body(picture) {
    const name = picture.story?.name ?? "";
    switch (this.command) {
      case "events":
        return eventsPanel(picture);
      case "logs":
        return logsPanel(picture);
      case "describe":
        return screen(`kubectl describe pod ${name}`, this.printed, this.waiting);
      case "-o yaml":
        return this.#yaml(name);
      default:
        return watchPanel(picture);
    }
  }

  /** @param {string} name */
  #yaml(name) {
    const { printed, before, waiting } = this;
    const command = `kubectl get pod ${name} -o yaml`;
    if (printed === null || before === null) return screen(command, printed, waiting);
    const marked = changedLines(before, printed);
    const said = html`<span class="unseen">${gettext("changed:")} </span>`;
    const lines = printed
      .split("\n")
      .map((line, i) => [marked.has(i) ? html`<mark>${said}${line}</mark>` : line, "\n"]);
    return screen(command, lines, waiting);
  }

  /**
   * The server prints what only it knows: it has the whole objects.
   *
   * @param {Picture} picture
   */
  ask({ story, atMs, step, version, playing }) {
    const { command, store } = this;
    if (!this.isWhole) return;
    if (!story || !this.asked(story, step, version, command, playing ? null : atMs)) return;
    const about = `pod ${story.name} -n ${story.namespace}`;
    const line =
      command === "describe" ? `kubectl describe ${about}` : `kubectl get ${about} -o yaml`;
    this.turn += 1;
    this.waiting = true;
    const { turn } = this;
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const nowMs = Math.round(store.atMs);
      const beforeMs = Math.max(0, Math.floor(step?.fromMs ?? 0) - 1);
      const [printed, before] = await Promise.all([
        store.ask(command, line, nowMs),
        command === "-o yaml" ? store.ask(command, line, beforeMs) : null,
      ]);
      if (this.command !== command) return;
      this.printed = printed;
      this.before = before;
      this.waiting = turn !== this.turn;
      this.changed();
    }, REST_MS);
  }
}
