/**
 * The lesson on the stage: what is told at this moment, questions with the future hidden, and a
 * goal to reach by mending the manifest. It has one strip above the timeline.
 */

import { render } from "lit-html";

import { SPEEDS } from "../store/playback.js";
import { createSession } from "../wire/api.js";
import { ClassPoll } from "./class-poll.js";
import { isToMend } from "./goal.js";
import { learn } from "./progress.js";
import { strip } from "./strip.js";

/**
 * @typedef {import("../store/store.js").Store} Store
 * @typedef {import("./words.js").Question} Question
 * @typedef {{at_ms: number, text: string, record: number, about: string, pod: string}} Told
 * @typedef {{claim: string, holds: boolean, seen: string}} Verdict
 * @typedef {{name: string, next: string, mend?: boolean}} LessonPage
 * @typedef {"saying" | "playing" | "question" | "answered" | "end" | "mend"} Mode
 */

const LOOK_AHEAD_MS = 10 * 60_000;
const NEAR_MS = 50;
/** A scene that lasts longer is played faster, so that it takes about a minute. */
const LONGEST_MIN = 1.5;

export class Lesson {
  /**
   * @param {HTMLElement} root
   * @param {Store} store
   * @param {LessonPage | undefined} page   the lesson that the address names
   * @param {{ask: () => void, edit: () => void, why: () => void}} stage
   */
  constructor(root, store, page, stage) {
    this.root = root;
    root.tabIndex = -1;
    this.store = store;
    this.page = page;
    this.stage = stage;
    /** @type {Mode} */
    this.mode = page && !page.mend ? "saying" : "playing";
    /** @type {Told[]} */
    this.told = [];
    /** @type {Question[]} still to be asked */
    this.questions = [];
    /** @type {Question | null} */
    this.question = null;
    this.chosen = -1;
    this.right = 0;
    this.asked = 0;
    this.guess = "";
    /** @type {Verdict[] | null} */
    this.goal = null;
    this.hints = 0;
    this.poll = new ClassPoll(store);
    /** @type {Told | null} what was told last */
    this.turned = null;
    /** Whether the questions are on their way; until then all is hidden. */
    this.pending = false;
    /** Whether the play was held back for a guess. */
    this.held = false;
    this.fetched = "";
    this.drawn = "";
    document.addEventListener("keydown", (event) => this.#key(event), { capture: true });
  }

  get scenario() {
    return this.store.opened?.scenario;
  }

  /** @param {import("../views/picture.js").Picture} picture */
  draw(picture) {
    this.#fetch();
    if (isToMend(this.scenario)) this.mode = this.question ? this.mode : "mend";
    if (this.mode === "saying" && picture.trace) this.#hold(picture.playing);
    const { atMs, lengthMs } = picture;
    const atVeil = this.store.veilMs !== null && atMs >= lengthMs - NEAR_MS;
    if (this.mode === "playing" && atVeil && !this.pending) {
      this.#ask();
    }
    if (this.mode === "playing" && this.page && this.#isOver(atMs)) this.#end();
    this.poll.listen();
    const now = this.told.findLast(({ at_ms }) => at_ms <= atMs) ?? null;
    this.#turnTo(now);
    this.store.asking = this.isAsking;
    const key = [
      ...[this.mode, now?.at_ms, now?.text, this.question?.ask, this.question?.kind],
      ...[this.chosen, this.guess, this.hints, this.goal?.map(({ holds }) => holds).join()],
      ...[this.scenario?.title, this.questions.length, this.told.length, this.poll.key],
    ].join("|");
    if (key === this.drawn) return;
    this.drawn = key;
    render(strip(this, now), this.root);
    this.root.hidden = !this.#hasSomething();
    this.root.dataset.mode = this.mode;
    document.body.classList.toggle("asking", this.isAsking);
    if (this.mode === "question" && this.chosen < 0) this.#focus();
  }

  /**
   * The play waits for a guess; whoever plays all the same wants none.
   *
   * @param {boolean} playing
   */
  #hold(playing) {
    if (!this.held) {
      this.held = true;
      this.store.pause();
      this.store.seek(0);
    } else if (playing) {
      this.mode = "playing";
      this.#veilNext();
    }
  }

  get isAsking() {
    return this.store.poll ? this.poll.isOpen : this.mode === "question";
  }

  #hasSomething() {
    return Boolean(this.store.poll) || this.mode !== "playing" || this.told.length > 0;
  }

  #focus() {
    if (document.activeElement === document.body || this.root.contains(document.activeElement)) {
      // Not an answer: the space bar, which plays, would choose it.
      this.root.focus();
    }
  }

  /** What the server knows of this branch; asked once for each. */
  #fetch() {
    const { store, scenario } = this;
    const name = store.trace && store.opened ? `${store.opened.token}/${store.branch}` : "";
    if (!name || name === this.fetched || !scenario || store.connection !== "open") return;
    this.fetched = name;
    const untilMs = scenario.until_ms || LOOK_AHEAD_MS;
    const asks = [];
    if (scenario.narration?.length) {
      asks.push(this.#get("narration", untilMs, (told) => this.#tell(told)));
    }
    if (this.mode === "saying") this.#veilNext();
    if (this.page && !this.page.mend && scenario.lesson?.questions?.length && this.asked === 0) {
      this.pending = true;
      this.store.veil(0);
      asks.push(
        this.#get("questions", untilMs, (questions) => {
          this.questions = questions;
          this.pending = false;
          this.#veilNext();
        }),
      );
    }
    if (isToMend(scenario)) {
      this.goal = null;
      asks.push(this.#get("goal", untilMs, (goal) => this.#judge(goal)));
    }
    if (!scenario.narration?.length) this.#tell([]);
  }

  /**
   * @param {"narration" | "questions" | "goal" | "predictions"} what
   * @param {number} untilMs
   * @param {(answer: any) => void} then
   */
  async #get(what, untilMs, then) {
    const branch = this.fetched;
    const text = await this.store.teach(what, untilMs);
    const lost = text === null && this.store.connection !== "open";
    // Over the next connection it is asked again.
    if (lost && what !== "predictions") this.fetched = "";
    else if (branch === this.fetched) then(text === null ? [] : JSON.parse(text));
    this.stage.ask();
  }

  /** @param {Told[]} told */
  #tell(told) {
    this.told = told;
    this.store.notes = told.map(({ at_ms }) => at_ms);
  }

  /** @param {Verdict[]} goal */
  #judge(goal) {
    this.goal = goal;
    const name = sessionName();
    if (name && goal.length && goal.every(({ holds }) => holds)) learn(name);
  }

  /**
   * The Pod that is spoken of is looked at, as soon as something new is told of it.
   *
   * @param {Told | null} now
   */
  #turnTo(now) {
    if (now === this.turned) return;
    this.turned = now;
    if (now?.pod && !this.store.poll) this.lookAt(now.pod);
  }

  /** @param {string} pod   its name */
  lookAt(pod) {
    const { store } = this;
    const stories = [...(store.trace?.history.pods.values() ?? [])].filter(
      ({ name, bornMs }) => name === pod && bornMs <= store.atMs,
    );
    const alive = stories.find(({ goneMs }) => (goneMs ?? Infinity) > store.atMs);
    const story = alive ?? stories.at(-1);
    if (story && story.uid !== store.gaze.focus) queueMicrotask(() => store.gaze.look(story.uid));
  }

  // The class

  askClass() {
    if (this.question) this.poll.ask(this.question);
  }

  /** @param {number} choice */
  vote(choice) {
    this.poll.vote(choice);
    this.stage.ask();
  }

  showAnswer() {
    this.poll.showAnswer(this.question?.right ?? 0);
  }

  endPoll() {
    this.poll.end();
    this.goOn();
  }

  // The way through a lesson

  /** @param {string} guess   right, half or wrong */
  believe(guess) {
    this.guess = guess;
    this.begin();
  }

  begin() {
    this.mode = "playing";
    const minutes = (this.scenario?.until_ms ?? 0) / 60_000;
    if (minutes > LONGEST_MIN) this.store.setSpeed(SPEEDS.find((n) => n >= minutes) ?? 10);
    this.#veilNext();
    this.store.play();
  }

  /** Hide what comes after the next question; before a guess, all that tells if it is right. */
  #veilNext() {
    const guessing = this.mode === "saying" && this.scenario?.lesson?.saying;
    const next = this.questions[0];
    this.store.veil(guessing ? 0 : next ? next.at_ms : null);
  }

  #ask() {
    const next = this.questions.shift();
    if (!next) {
      this.store.veil(null);
      return;
    }
    this.store.pause();
    this.store.seek(next.at_ms);
    this.question = next;
    this.chosen = -1;
    this.mode = "question";
  }

  /** @param {number} choice */
  answer(choice) {
    if (this.mode !== "question" || !this.question) return;
    this.chosen = choice;
    this.asked += 1;
    if (choice === this.question.right) this.right += 1;
    this.mode = "answered";
    this.stage.ask();
  }

  /** On with the play; to the next question of the same moment, if there is one. */
  goOn() {
    const before = this.question;
    this.question = null;
    this.mode = "playing";
    if (before && this.questions[0]?.at_ms === before.at_ms) this.#ask();
    else {
      this.#veilNext();
      this.store.play();
    }
    this.stage.ask();
  }

  /** Show what decided it, with its chain of causes. */
  why() {
    const { question, store } = this;
    if (!question?.record) return;
    store.veil(null);
    if (question.comes_ms) store.seek(question.comes_ms);
    store.gaze.select(this.#telling(question.record));
    this.stage.why();
  }

  /**
   * Of a restart the start tells only its command; what came before tells why it is one.
   *
   * @param {number} id
   */
  #telling(id) {
    const record = this.store.trace?.history.byId.get(id);
    const restart = record?.type === "process" && record.what === "start" && record.attempt;
    return (restart && record.cause) || id;
  }

  /** Questions about whatever is played, from this moment on. */
  async predict() {
    const { store } = this;
    const atMs = store.atMs;
    const untilMs = this.scenario?.until_ms || LOOK_AHEAD_MS;
    store.pause();
    await this.#get("predictions", untilMs, (found) => {
      const later = /** @type {Question[]} */ (found).filter(({ at_ms }) => at_ms >= atMs - 1);
      this.questions = later.filter(({ at_ms }) => at_ms === later[0].at_ms);
      if (!this.questions.length) return;
      store.veil(this.questions[0].at_ms);
      this.#ask();
    });
  }

  /** @param {number} atMs */
  #isOver(atMs) {
    const { scenario, questions, store } = this;
    if (!scenario?.until_ms || questions.length || store.veilMs !== null) return false;
    return atMs >= scenario.until_ms - NEAR_MS;
  }

  #end() {
    this.mode = "end";
    if (this.page) learn(this.page.name);
  }

  again() {
    this.mode = "playing";
    this.store.seek(0);
    this.store.play();
  }

  hint() {
    this.hints += 1;
    this.stage.ask();
  }

  /** A session of the broken manifest, whose goal goes along from try to try. */
  async mend() {
    const name = this.page?.name;
    if (!name) return;
    const { url } = await createSession({ scene: name, mend: true });
    location.assign(`${url}#mend:${name}`);
  }

  edit() {
    this.stage.edit();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.isAsking || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest?.("input, textarea, select, .cm-editor, dialog")) return;
    const question = this.store.poll?.question ?? this.question;
    const count = (question?.answers ?? question?.options ?? []).length;
    const choice = Number(event.key) - 1;
    if (!(choice >= 0 && choice < count)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.store.poll) this.vote(choice);
    else this.answer(choice);
  }
}

/** The scene that is mended: it stands in the address, and in this tab from try to try. */
function sessionName() {
  const given = /^#mend:([\w-]+)$/.exec(location.hash)?.[1];
  try {
    if (given) sessionStorage.setItem("podviz.mend", given);
    return given ?? sessionStorage.getItem("podviz.mend");
  } catch {
    return given ?? null;
  }
}
