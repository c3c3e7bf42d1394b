/** A track: what one thing is over time, as segments; and the marks that lie on it. */

/**
 * @typedef {"wait" | "run" | "ready" | "term" | "done" | "fail" | "pull" | "out" | "backoff"
 *   | "off"} Look   `out` is hollow and dashed, `off` a row of dots
 */

/**
 * @typedef {object} Segment
 * @property {number} fromMs
 * @property {number} toMs
 * @property {Look} look
 * @property {string[]} texts    what may stand in it, the longest first
 * @property {string} label      the whole of it, for the tip and for those who hear the page
 * @property {number} record     id of the record that began it
 */

/**
 * @typedef {object} Mark
 * @property {"passed" | "failed" | "unknown" | "signal" | "kill" | "restart" | "exit-done"
 *   | "exit-fail" | "normal" | "warning" | "input"} kind
 * @property {number} atMs
 * @property {string} text       short: a code, a number, a command
 * @property {string} [name]     what may stand beside it, of a signal
 * @property {string} label
 * @property {number} record
 */

/** @typedef {{look: Look, texts: string[], label: string, record: number}} Paint */

/** Collects segments: each change closes the one before it. */
export class Track {
  constructor() {
    /** @type {Segment[]} */
    this.segments = [];
    /** @type {(Paint & {fromMs: number}) | null} */
    this.open = null;
  }

  /**
   * @param {number} atMs
   * @param {Paint | null} paint   null: nothing is there
   */
  change(atMs, paint) {
    const same =
      this.open?.look === paint?.look && this.open?.texts.join("\n") === paint?.texts.join("\n");
    if (same) return;
    this.end(atMs);
    this.open = paint && { ...paint, fromMs: atMs };
  }

  /** @param {number} atMs */
  end(atMs) {
    if (this.open && atMs > this.open.fromMs) {
      const { fromMs, ...paint } = this.open;
      this.segments.push({ fromMs, toMs: atMs, ...paint });
    }
    this.open = null;
  }
}

/**
 * The segments without what others cover: an image pull lies in the middle of a wait.
 *
 * @param {Segment[]} segments
 * @param {Segment[]} covers
 */
export function without(segments, covers) {
  return covers.reduce(
    (rest, cover) =>
      rest.flatMap((segment) => {
        if (cover.toMs <= segment.fromMs || cover.fromMs >= segment.toMs) return [segment];
        const left = { ...segment, toMs: cover.fromMs };
        const right = { ...segment, fromMs: cover.toMs };
        return [left, right].filter((part) => part.toMs > part.fromMs);
      }),
    segments,
  );
}
