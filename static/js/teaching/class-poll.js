/** The question that is put to a class: what the host asks, and what this browser answers. */

/**
 * @typedef {import("../store/store.js").Store} Store
 * @typedef {import("./words.js").Question} Question
 */

export class ClassPoll {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    /** What this browser has answered to the class's question, -1 nothing yet. */
    this.voted = -1;
    this.polled = "";
  }

  /** The host may put the question to those who watch. */
  get canAsk() {
    return this.store.host && this.store.company.watching > 0;
  }

  /** Whether an answer is still to be given or shown. */
  get isOpen() {
    return this.store.poll?.right === null;
  }

  /** Another question than before: nothing is answered yet. */
  listen() {
    const { poll } = this.store;
    const asked = poll?.question ? JSON.stringify(poll.question) : "";
    if (asked === this.polled) return;
    this.polled = asked;
    this.voted = -1;
  }

  /**
   * Put a question to the class, without the answer.
   *
   * @param {Question} question
   */
  ask({ at_ms, kind, ask, answers, pod, container, what, options }) {
    const shown = { at_ms, kind, ask, answers, pod, container, what, options };
    const choices = (answers ?? options ?? []).length;
    this.store.send({ do: "poll", question: JSON.stringify(shown), choices });
  }

  /** @param {number} choice */
  vote(choice) {
    this.voted = choice;
    this.store.send({ do: "vote", voter: voter(), choice });
  }

  /** @param {number} right */
  showAnswer(right) {
    this.store.send({ do: "poll", right });
  }

  end() {
    this.store.send({ do: "poll" });
  }

  /** Whether what is seen of it is another thing than before. */
  get key() {
    const { poll } = this.store;
    return [this.voted, poll?.counts?.join(), poll?.right, this.polled, this.canAsk].join("|");
  }
}

/** A word by which this tab's answer is counted once. */
function voter() {
  voter.word ??= Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  return voter.word;
}
/** @type {string | undefined} */
voter.word = undefined;
