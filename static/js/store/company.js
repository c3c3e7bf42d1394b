/** Who else is here: whether this browser is the host's, who watches, and what is pointed at. */

/**
 * @typedef {import("../wire/records.js").Pointer} Pointer
 * @typedef {import("../wire/records.js").Frame} Frame
 */

export class Company {
  constructor() {
    this.host = false;
    /** Whether only the host acts. */
    this.locked = true;
    /** How many watch who are not the host, and how many of them are where the host is. */
    this.watching = 0;
    this.together = 0;
    /** @type {Pointer | null} */
    this.pointer = null;
  }

  /** Whether a command of this browser would be taken. */
  get mayAct() {
    return this.host || !this.locked;
  }

  /**
   * @param {Frame} frame
   * @returns {boolean} whether it was about the company
   */
  receive(frame) {
    if (frame.type === "opened" || frame.type === "rights") {
      this.host = frame.host;
      this.locked = frame.locked;
      if (frame.type === "opened") this.pointer = null;
    } else if (frame.type === "followers") {
      this.watching = frame.count;
      this.together = frame.following;
    } else if (frame.type === "pointer") this.pointer = frame.pointer;
    else return false;
    return frame.type !== "opened";
  }
}
