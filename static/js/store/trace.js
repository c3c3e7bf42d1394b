/** What is here of a branch: its records, what follows from them, and how far it reaches. */

import { History } from "../layout/history.js";
import { stepsOf } from "../layout/steps.js";

/** @typedef {import("../wire/records.js").TraceFrame} TraceFrame */

const MARGIN_MS = 2000;
const SHORTEST_MS = 20_000;

export class Trace {
  constructor() {
    this.history = new History();
    /** @type {import("../layout/steps.js").Step[]} */
    this.steps = [];
    this.horizonMs = 0;
    this.ended = false;
    /** Counts what was appended: whoever has drawn this version need not draw again. */
    this.version = 0;
  }

  get length() {
    return this.history.records.length;
  }

  /**
   * @param {TraceFrame} frame   one that repeats what is here is cut, one that leaves a gap refused
   * @returns {boolean} whether it fitted
   */
  append(frame) {
    if (frame.from > this.length) return false;
    this.history.append(frame.records.slice(this.length - frame.from));
    this.steps = stepsOf(this.history);
    this.horizonMs = frame.horizonMs;
    this.ended = frame.ended;
    this.version += 1;
    return true;
  }

  /**
   * A branch begins with what its parent had before the fork.
   *
   * @param {number} count   of records
   */
  fork(count) {
    const branch = new Trace();
    branch.history.append(this.history.records.slice(0, count));
    return branch;
  }

  /**
   * How long the story is: what the scenario says, or a little past the last that happens.
   *
   * @param {number | null | undefined} untilMs
   */
  lengthMs(untilMs) {
    const lastStep = this.steps.at(-1)?.atMs ?? 0;
    const lastInput = this.history.inputs.at(-1);
    const afterInput = lastInput ? lastInput.t * 1000 + MARGIN_MS : 0;
    if (untilMs) return Math.max(untilMs, Math.min(afterInput, this.horizonMs));
    if (this.ended) return Math.max(1000, lastStep * 1.04, lastStep + 500);
    return Math.min(this.horizonMs, Math.max(SHORTEST_MS, lastStep + MARGIN_MS));
  }
}
