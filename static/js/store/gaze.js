/** What a person looks at: a Pod, a record, a line of the manifest, a stretch of time. */

/** @typedef {import("../layout/axis.js").Window} Window */

export class Gaze {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {string} the uid of the Pod that is looked at, or "" for the first that lives */
    this.focus = "";
    /** How often somebody chose a Pod and wants to see its lanes. */
    this.opened = 0;
    /** @type {number | null} id of the record whose why is asked */
    this.selected = null;
    /** @type {number | null} the line of the manifest whose deeds are asked for */
    this.line = null;
    /** @type {Window | null} null: all of it */
    this.window = null;
    /** Moments that the person has marked: the keys [ and ] go from one to the next. */
    /** @type {number[]} */
    this.markers = [];
  }

  /** @param {string} uid   of a Pod; the lanes stay where they are */
  look(uid) {
    this.focus = uid;
    this.selected = null;
    this.changed();
  }

  /** @param {string} uid   of a Pod whose lanes are to come into sight */
  open(uid) {
    this.opened += 1;
    this.look(uid);
  }

  /** @param {number | null} record */
  select(record) {
    this.selected = record;
    this.line = null;
    this.changed();
  }

  /** @param {number | null} line   of the manifest */
  lookAtLine(line) {
    this.line = line;
    this.changed();
  }

  /** Whatever happens elsewhere, nothing is asked about any more. */
  leave() {
    this.selected = null;
    this.line = null;
  }

  /** @param {Window | null} window */
  show(window) {
    this.window = window;
    this.changed();
  }

  /** @param {number} ms   marked from now on, or no longer */
  mark(ms) {
    const atMs = Math.round(ms);
    this.markers = this.markers.includes(atMs)
      ? this.markers.filter((one) => one !== atMs)
      : [...this.markers, atMs].sort((a, b) => a - b);
    this.changed();
  }
}
