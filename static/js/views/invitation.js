/** What stands where nothing plays yet: some questions to begin with, or a way to try again. */

import { html } from "lit-html";

import { gettext } from "../store/words.js";
import { createSession, listScenes } from "../wire/api.js";
import { icon } from "./icons.js";

/** @typedef {{name: string, title: string, question: number | null}} Scene */

/** So many are no burden to read. */
const MOST = 6;

export class Invitation {
  /**
   * @param {(url: string) => void} goTo
   * @param {() => void} changed   the scenes have come
   */
  constructor(goTo, changed) {
    this.goTo = goTo;
    this.changed = changed;
    /** @type {Scene[] | null} */
    this.scenes = null;
  }

  /** For an empty stage: scenes to play instead. */
  view() {
    if (!this.scenes) this.#fetch();
    const asked = (this.scenes ?? []).filter(({ question }) => question).slice(0, MOST);
    return html`<section class="invitation">
      <h2>${gettext("Or watch the answer to a question")}</h2>
      <ul>
        ${asked.map(
          ({ name, title }) =>
            html`<li>
              <button type="button" @click=${() => this.#play(name)}>
                <span class="play-sign">${icon("play")}</span> ${title}
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #fetch() {
    this.scenes = [];
    listScenes().then(
      (scenes) => {
        this.scenes = scenes;
        this.changed();
      },
      () => undefined,
    );
  }

  /** @param {string} scene */
  async #play(scene) {
    this.goTo((await createSession({ scene })).url);
  }
}

/** After a refusal there is one thing to do. */
export function tryAgain() {
  return html`<section class="invitation">
    <button type="button" class="outlined" @click=${() => location.reload()}>
      ${gettext("Load the page again")}
    </button>
  </section>`;
}
