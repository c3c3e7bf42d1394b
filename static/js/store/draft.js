/**
 * What is being written. It is kept with this place in the browser's history, so that a reload
 * and the way back find it, and in this browser, for the next empty page after a closed tab.
 */

import { recall, remember } from "./preferences.js";

/** @typedef {{text: string, file: string}} Written   file: the name of the one it came from */

const NAME = "draft";

export class Draft {
  /** What was written at this place, before a reload or before somebody came back. */
  get here() {
    const kept = history.state?.draft && readTab(`podviz.${history.state.draft}`);
    return kept ? /** @type {Written} */ (JSON.parse(kept)) : null;
  }

  /** What was left unplayed in this browser, wherever that was. */
  get left() {
    return recall(NAME) ?? "";
  }

  /** @param {Written} written */
  keep(written) {
    this.#keepHere(written);
    remember(NAME, written.text || null);
  }

  /**
   * It is played now: only the way back leads to it.
   *
   * @param {Written} written
   */
  played(written) {
    this.#keepHere(written);
    remember(NAME, null);
  }

  /**
   * The place has a mark, and the tab holds the text: browsers let the history be changed only now
   * and then.
   *
   * @param {Written} written
   */
  #keepHere(written) {
    if (!history.state?.draft) {
      const mark = `${NAME}.${Date.now().toString(36)}`;
      history.replaceState({ ...history.state, draft: mark }, "");
    }
    writeTab(`podviz.${history.state.draft}`, JSON.stringify(written));
  }
}

/** @param {string} name */
function readTab(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function writeTab(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // It is still in the editor.
  }
}
