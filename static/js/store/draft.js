/**
 * What is being written. It is kept with this place in the browser's history, so that a reload
 * and the way back find it, and in this browser, for the next empty page after a closed tab.
 */

import { PlaceMemory } from "./place-memory.js";
import { recall, remember } from "./preferences.js";

/** @typedef {{text: string, file: string}} Written   file: the name of the one it came from */

const NAME = "draft";

export class Draft {
  constructor() {
    /** @type {PlaceMemory<Written>} */
    this.place = new PlaceMemory(NAME);
  }

  /** What was written at this place, before a reload or before somebody came back. */
  get here() {
    return this.place.read();
  }

  /** What was left unplayed in this browser, wherever that was. */
  get left() {
    return recall(NAME) ?? "";
  }

  /** @param {Written} written */
  keep(written) {
    this.place.write(written);
    remember(NAME, written.text || null);
  }

  /**
   * It is played now: only the way back leads to it.
   *
   * @param {Written} written
   */
  played(written) {
    this.place.write(written);
    remember(NAME, null);
  }
}
