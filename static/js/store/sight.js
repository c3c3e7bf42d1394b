/** How a person looks at the timeline: what is folded, in which order, and what is left out. */

import { recall, remember } from "./preferences.js";

/** @typedef {{fromMs: number, toMs: number | null}} Measure   from one moment to another */

/** @typedef {"all" | "changes" | "nothing"} Told */

/** So many owners are remembered, whatever was played. */
const MOST_OWNERS = 60;

/** @type {Told[]} */
const TOLD = ["all", "changes", "nothing"];

export class Sight {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** Counts changes: whoever has drawn this version need not draw again. */
    this.version = 0;
    /** @type {string[]} groups of lanes that show only the first of them */
    this.folded = listed("folded");
    /** @type {string[]} groups in the order in which they were put */
    this.order = listed("order");
    /** @type {Map<string, boolean>} owners of Pods that somebody has folded, or unfolded */
    this.owners = new Map(listed("owners").map((one) => [one.slice(1), one.startsWith("-")]));
    this.few = recall("lanes") === "few";
    this.idleCollapsed = recall("idle") === "collapsed";
    this.futureHidden = recall("future") === "hidden";
    this.asTable = recall("timeline") === "table";
    /** @type {Measure | null} */
    this.measure = null;
    /** How much is read out to those who listen: each step, what changes something, nothing. */
    this.told = /** @type {Told} */ (recall("told") ?? "all");
  }

  /** To the next of the three. */
  tellNext() {
    this.told = TOLD[(TOLD.indexOf(this.told) + 1) % TOLD.length];
    remember("told", this.told === "all" ? null : this.told);
    this.#change();
  }

  #change() {
    this.version += 1;
    this.changed();
  }

  /** @param {string} group */
  fold(group) {
    const folded = this.folded.includes(group);
    this.folded = folded ? this.folded.filter((one) => one !== group) : [...this.folded, group];
    remember("folded", this.folded.join("\n") || null);
    this.#change();
  }

  /**
   * @param {string} owner   the key of its header
   * @param {boolean} folded
   */
  foldOwner(owner, folded) {
    this.owners = new Map([...this.owners].filter(([key]) => key !== owner).slice(1 - MOST_OWNERS));
    this.owners.set(owner, folded);
    const said = [...this.owners].map(([key, away]) => `${away ? "-" : "+"}${key}`);
    remember("owners", said.join("\n"));
    this.#change();
  }

  /** @param {string[]} groups */
  arrange(groups) {
    this.order = groups;
    remember("order", groups.join("\n") || null);
    this.#change();
  }

  /** @param {"few" | "idleCollapsed" | "futureHidden" | "asTable"} what */
  toggle(what) {
    this[what] = !this[what];
    const [name, value] = REMEMBERED[what];
    remember(name, this[what] ? value : null);
    this.#change();
  }

  /** @param {Measure | null} measure */
  measured(measure) {
    this.measure = measure;
    this.#change();
  }

  /**
   * From this moment; then to this one; then no longer.
   *
   * @param {number} ms
   */
  measureAt(ms) {
    const atMs = Math.round(ms);
    if (!this.measure) this.measured({ fromMs: atMs, toMs: null });
    else if (this.measure.toMs === null) this.measured({ ...this.measure, toMs: atMs });
    else this.measured(null);
  }
}

/** @type {Record<"few" | "idleCollapsed" | "futureHidden" | "asTable", [string, string]>} */
const REMEMBERED = {
  few: ["lanes", "few"],
  idleCollapsed: ["idle", "collapsed"],
  futureHidden: ["future", "hidden"],
  asTable: ["timeline", "table"],
};

/** @param {string} name */
function listed(name) {
  return recall(name)?.split("\n") ?? [];
}
