/** The library: every scene with what it shows, found by a word, opened by a click. */

import { html } from "lit-html";

import { gettext, interpolate } from "../../store/words.js";
import { createSession, listScenes } from "../../wire/api.js";
import { troubleOf } from "./trouble.js";

/**
 * @typedef {import("./dialog.js").Dialog} Dialog
 * @typedef {Awaited<ReturnType<typeof listScenes>>[number]} Scene
 */

export class Library {
  /**
   * @param {Dialog} dialog
   * @param {(url: string) => void} goTo
   */
  constructor(dialog, goTo) {
    this.dialog = dialog;
    this.goTo = goTo;
    /** @type {Scene[] | null} */
    this.scenes = null;
    this.sought = "";
    this.trouble = "";
  }

  async open() {
    this.sought = "";
    this.trouble = "";
    this.dialog.open({ title: gettext("Scenes"), name: "library", body: () => this.#body() });
    try {
      this.scenes ??= await listScenes();
    } catch (error) {
      this.trouble = troubleOf(error);
    }
    this.dialog.redraw();
  }

  #body() {
    const scenes = found(this.scenes ?? [], this.sought);
    return html`
      <input
        type="search"
        autofocus
        aria-label=${gettext("Find a scene")}
        placeholder=${gettext("Find a scene: probe, sidecar, SIGTERM …")}
        .value=${this.sought}
        @input=${(/** @type {InputEvent} */ event) => this.#seek(event)}
      />
      <p class="ways">
        <a href="/learn/">${gettext("Learn step by step")}</a>
        <a href="/questions/">${gettext("25 questions")}</a>
        <a href="/true/">${gettext("Is it true?")}</a>
        <a href="/compare/">${gettext("Compare two")}</a>
      </p>
      ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : ""}
      <ul class="scenes">
        ${scenes.map((scene) => this.#row(scene))}
      </ul>
      ${
        this.scenes && !scenes.length
          ? html`<p class="none">
              ${interpolate(gettext("No scene speaks of “%(words)s”."), { words: this.sought })}
            </p>`
          : ""
      }
    `;
  }

  /** @param {Scene} scene */
  #row({ name, title, summary, question }) {
    return html`<li>
      <button type="button" class="scene-row" @click=${() => this.#play(name)}>
        <b>${title}</b>
        <span>${summary}</span>
        ${
          question
            ? html`<small>${interpolate(gettext("question %(n)s of 25"), { n: question })}</small>`
            : ""
        }
      </button>
    </li>`;
  }

  /** @param {InputEvent} event */
  #seek(event) {
    this.sought = /** @type {HTMLInputElement} */ (event.target).value;
    this.dialog.redraw();
  }

  /** @param {string} name */
  async #play(name) {
    try {
      this.goTo((await createSession({ scene: name })).url);
    } catch (error) {
      this.trouble = troubleOf(error);
      this.dialog.redraw();
    }
  }
}

/**
 * The scenes that have every one of the words, in their given order.
 *
 * @param {Scene[]} scenes
 * @param {string} words
 */
export function found(scenes, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return scenes.filter(({ title, summary }) => {
    const text = `${title} ${summary}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
