/**
 * What is kept with one place in the browser's history, so that a reload and the way back find it.
 *
 * The place has a mark, and the tab holds the value: browsers let the history be changed only now
 * and then.
 */

/** @template T */
export class PlaceMemory {
  /** @param {string} name   what is kept: one of each at a place */
  constructor(name) {
    this.name = name;
  }

  get #mark() {
    return /** @type {string | undefined} */ (history.state?.[this.name]);
  }

  /** @returns {T | null} what was kept at this place */
  read() {
    const kept = this.#mark && readTab(this.#mark);
    return kept ? JSON.parse(kept) : null;
  }

  /** @param {T} value */
  write(value) {
    if (!this.#mark) {
      const mark = `${this.name}.${Date.now().toString(36)}`;
      history.replaceState({ ...history.state, [this.name]: mark }, "");
    }
    writeTab(this.#mark ?? "", JSON.stringify(value));
  }

  forget() {
    if (this.#mark) writeTab(this.#mark, "");
  }
}

/** @param {string} mark */
function readTab(mark) {
  try {
    return sessionStorage.getItem(`podviz.${mark}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} mark
 * @param {string} value
 */
function writeTab(mark, value) {
  try {
    sessionStorage.setItem(`podviz.${mark}`, value);
  } catch {
    // It still stands on the page.
  }
}
