/** What the server was asked and has not answered yet. */

/** @typedef {import("../wire/records.js").Message} Message */

export class Questions {
  /** @param {(message: Message) => boolean} send   false while there is nobody to hear it */
  constructor(send) {
    this.send = send;
    /** @type {Map<number, (text: string | null) => void>} by its number */
    this.open = new Map();
    this.last = 0;
  }

  /** A number for what is asked next: the answer bears it. */
  number() {
    this.last += 1;
    return this.last;
  }

  /**
   * @param {Message} message
   * @returns {Promise<string | null>} null if it was refused, or the server is away
   */
  ask(message) {
    const ask = this.number();
    return new Promise((resolve) => {
      this.open.set(ask, resolve);
      if (!this.send({ ...message, ask })) this.answer(ask, null);
    });
  }

  /**
   * @param {number} ask
   * @param {string | null} text
   */
  answer(ask, text) {
    this.open.get(ask)?.(text);
    this.open.delete(ask);
  }

  /** What was asked over a broken socket gets no answer any more. */
  giveUp() {
    for (const ask of [...this.open.keys()]) this.answer(ask, null);
  }
}
