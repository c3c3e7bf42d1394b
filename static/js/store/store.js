/**
 * The one place where the page's state lies: what the server sent and where the playhead is,
 * with what the person looks at (gaze) and how (sight). Views read it and draw; only its methods
 * change it.
 */

import { pointedAt } from "../layout/pointed.js";
import { merged } from "./branches.js";
import { Company } from "./company.js";
import { Gaze } from "./gaze.js";
import { Questions } from "./questions.js";
import { Sight } from "./sight.js";
import { Trace } from "./trace.js";
import { anchorOf, nextSpeed, positionAt } from "./playback.js";

/**
 * @typedef {import("../wire/records.js").Frame} Frame
 * @typedef {import("../wire/records.js").OpenedFrame} OpenedFrame
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {"connecting" | "open" | "offline" | "gone"} Connection
 */

/** So much simulated time (or this much wall time of playing) is asked for ahead. */
const AHEAD_MS = 60_000;
/** As much of a name as the server takes. */
const SUBJECT_LENGTH = 600;
/** What is hidden begins so late at the earliest, as something must be drawn. */
const SHORTEST_VEIL_MS = 20;

export class Store {
  /** @param {{now?: () => number}} [clock] */
  constructor({ now = () => Date.now() } = {}) {
    this.now = now;
    /** @type {Connection} */
    this.connection = "connecting";
    /** Whether there is nothing to play, as the page was asked for an empty editor. */
    this.empty = false;
    /** @type {OpenedFrame | null} */
    this.opened = null;
    /** @type {import("../wire/records.js").Branch[]} */
    this.branches = [];
    this.branch = 0;
    /** @type {Map<number, Trace>} */
    this.traces = new Map();
    /** @type {import("./playback.js").Anchor} */
    this.anchor = { playing: false, speed: 1, atMs: 0, wallMs: 0 };
    /** Where the host's playhead is. */
    this.hosts = this.anchor;
    this.company = new Company();
    /** Whether the playhead is the host's; a follower who moves it breaks away. */
    this.following = true;
    /** Whether there is nobody to follow, as in a page that is part of another. */
    this.alone = false;
    /** The lanes that the page was asked for; none: all of them. */
    /** @type {string[]} */
    this.lanes = [];
    /** Whether an older podviz played this link differently. */
    this.altered = false;
    /** Branches that were left by undo, the last of them first to be taken again. */
    /** @type {number[]} */
    this.undone = [];
    /** @type {{message: string, remedy: string, kind?: string} | null} */
    this.refusal = null;
    /** Moments at which the scenario tells something. */
    /** @type {number[]} */
    this.notes = [];
    /** @type {import("../wire/records.js").PollFrame | null} what the class is asked */
    this.poll = null;
    /** @type {number | null} what comes after this is hidden, as it is being asked about */
    this.veilMs = null;
    /** Whether somebody is to say what comes next: then nothing gives it away. */
    this.asking = false;
    this.gaze = new Gaze(() => this.changed());
    this.sight = new Sight(() => this.changed());
    this.lengthAskedMs = 0;
    /** The number of the last own move while the server has not answered it, or 0. */
    this.moving = 0;
    /** So many commands are not yet answered. */
    this.acting = 0;
    /** Whether the host has moved while the server was away. */
    this.unsent = false;
    /** @type {Map<string, import("../layout/spec.js").PodSpec | null>} by uid, null on its way */
    this.specs = new Map();
    this.questions = new Questions((message) => this.send(message));
    this.clockOffsetMs = 0;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** @type {(message: import("../wire/records.js").Message) => boolean} */
    this.send = () => false;
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.listeners.add(listener);
  }

  /** Tell the views. */
  changed() {
    for (const listener of this.listeners) listener();
  }

  get trace() {
    return this.traces.get(this.branch) ?? null;
  }

  get host() {
    return this.company.host;
  }

  /** How much of the trace is known. */
  get knownMs() {
    return this.trace ? Math.max(this.trace.horizonMs, this.trace.history.lastMs) : 0;
  }

  /** Whether the story, the first minute of an endless one, or a command is still on its way. */
  get arriving() {
    if (this.acting) return true;
    return !this.trace?.ended && this.knownMs < (this.opened?.scenario.until_ms || AHEAD_MS);
  }

  get lengthMs() {
    const trace = this.trace;
    if (!trace) return 20_000;
    const until = this.opened?.scenario.until_ms;
    const length = Math.max(trace.lengthMs(until), this.lengthAskedMs);
    const known = trace.ended ? length : Math.min(length, Math.max(1000, this.knownMs));
    return Math.min(known, Math.max(SHORTEST_VEIL_MS, this.veilMs ?? Infinity));
  }

  get atMs() {
    return positionAt(this.anchor, this.now(), this.lengthMs);
  }

  get playing() {
    return this.anchor.playing && this.atMs < this.lengthMs;
  }

  /** @returns {import("../layout/history.js").PodStory | null} */
  get story() {
    const pods = this.trace?.history.pods;
    if (!pods) return null;
    const { atMs } = this;
    const stories = [...pods.values()];
    const alive = stories.find((s) => s.bornMs <= atMs && (s.goneMs ?? Infinity) > atMs);
    return (
      pods.get(this.gaze.focus) ??
      alive ??
      stories.findLast((s) => s.bornMs <= atMs) ??
      stories[0] ??
      null
    );
  }

  // Frames

  /** @param {Frame} frame */
  receive(frame) {
    if (this.company.receive(frame)) return this.changed();
    switch (frame.type) {
      case "opened":
        this.poll = null;
        this.#open(frame);
        break;
      case "poll":
        this.poll = frame.question ? frame : null;
        if (!this.host) this.veilMs = frame.right === null ? (frame.question?.at_ms ?? null) : null;
        break;
      case "trace":
        this.#append(frame);
        break;
      case "playback":
        if (frame.branch === this.branch) this.#follow(frame);
        break;
      case "branches":
        this.branches = merged(this.branches, frame.branches);
        break;
      case "branch":
        this.#switch(frame.branch);
        break;
      case "answer":
        this.#answer(frame.ask, frame.text);
        break;
      case "refused":
        this.refusal = { message: frame.message, remedy: frame.remedy ?? "", kind: frame.kind };
        if (frame.ask) this.#answer(frame.ask, null);
        break;
      case "altered":
        this.altered = true;
        break;
    }
    this.changed();
  }

  /** @param {OpenedFrame} frame */
  #open(frame) {
    const last = this.opened;
    const resumed = last?.token === frame.token && last.edition === frame.edition;
    this.opened = frame;
    this.branches = frame.branches;
    if (!resumed) this.traces.clear();
    if (resumed && !this.following) this.send({ do: "follow", following: false });
    this.branch = frame.branch;
    if (resumed && this.unsent) this.#sayAgain();
    else this.#follow(frame.playback);
    this.unsent = false;
  }

  /** What the host did while the server was away holds. */
  #sayAgain() {
    this.send({ do: "speed", speed: this.anchor.speed });
    this.send({ do: "seek", atMs: Math.round(this.atMs) });
    this.moving = this.questions.number();
    this.send({ do: this.anchor.playing ? "play" : "pause", ask: this.moving });
  }

  /** @param {import("../wire/records.js").TraceFrame} frame */
  #append(frame) {
    if (this.anchor.playing) this.anchor = { ...this.anchor, atMs: this.atMs, wallMs: this.now() };
    let trace = this.traces.get(frame.branch);
    if (frame.from === 0 && trace?.length) trace = undefined;
    if (!trace) {
      const parent = this.branches.find((b) => b.id === frame.branch)?.parent;
      const before = frame.from && parent ? this.traces.get(parent) : undefined;
      trace = before ? before.fork(frame.from) : new Trace();
    }
    this.traces.set(frame.branch, trace);
    if (!trace.append(frame)) this.traces.delete(frame.branch);
  }

  /**
   * Until an own move is answered, what comes is the echo of an older one.
   *
   * @param {import("../wire/records.js").Playback} playback
   */
  #follow(playback) {
    this.hosts = anchorOf(playback, this.clockOffsetMs);
    if (this.following && !this.moving) this.anchor = this.hosts;
  }

  /**
   * The last move has ended: refused (null), or with where somebody else has moved since.
   *
   * @param {string | null} since   JSON, or empty
   */
  #moved(since) {
    this.moving = 0;
    if (since) this.#follow(JSON.parse(since));
    else if (since === null && this.following) this.anchor = this.hosts;
  }

  /**
   * The socket opens or breaks.
   *
   * @param {Connection} state
   */
  connected(state) {
    this.connection = state;
    if (state !== "open") {
      if (this.moving) this.unsent = true;
      this.moving = 0;
      this.questions.giveUp();
    }
    this.changed();
  }

  /** @param {number} branch */
  #switch(branch) {
    if (branch === this.branch) return;
    this.undone = this.undone.filter((id) => id !== branch);
    this.branch = branch;
    this.gaze.selected = null;
    this.lengthAskedMs = 0;
  }

  /**
   * @param {number} ask
   * @param {string | null} text
   */
  #answer(ask, text) {
    if (ask === this.moving) this.#moved(text);
    else this.questions.answer(ask, text);
  }

  /**
   * @param {string} message
   * @param {string} remedy
   */
  refuse(message, remedy) {
    this.refusal = { message, remedy };
    this.changed();
  }

  // The playhead

  play() {
    const atMs = this.atMs >= this.lengthMs - 1 ? 0 : this.atMs;
    if (atMs !== this.atMs) this.#move({ atMs }, { do: "seek", atMs });
    this.#move({ playing: true, atMs }, { do: "play" });
  }

  pause() {
    this.#move({ playing: false }, { do: "pause" });
  }

  /** Play as soon as there is something to play. */
  playWhenThere() {
    const playOnce = () => {
      if (!this.trace) return;
      this.listeners.delete(playOnce);
      if (!this.playing) this.play();
    };
    this.listeners.add(playOnce);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** @param {number} ms */
  seek(ms) {
    const atMs = Math.round(Math.max(0, Math.min(this.lengthMs, ms)));
    this.gaze.leave();
    this.#move({ atMs }, { do: "seek", atMs });
  }

  /**
   * To a step: there the playhead rests, so that it can be read.
   *
   * @param {number | null} ms
   */
  stepTo(ms) {
    if (ms === null) return;
    if (this.anchor.playing) this.pause();
    this.seek(ms);
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.#move({ speed }, { do: "speed", speed });
  }

  /** @param {1 | -1} direction */
  changeSpeed(direction) {
    this.setSpeed(nextSpeed(this.anchor.speed, direction));
  }

  /** Back to the host's playhead. */
  follow() {
    this.following = true;
    this.anchor = this.hosts;
    this.send({ do: "follow", following: true });
    this.changed();
  }

  /** The playhead is one's own from now on; where it stands and whether it plays stays as it is. */
  breakAway() {
    if (!this.following || this.host) return;
    this.following = false;
    if (!this.alone) this.send({ do: "follow", following: false });
    this.changed();
  }

  /** Away from the host's playhead, or back to it. */
  followOrNot() {
    if (this.host || this.alone) return;
    if (this.following) this.breakAway();
    else this.follow();
  }

  /**
   * Begin elsewhere than the session does, as soon as there is something there.
   *
   * @param {number} atMs
   */
  beginAt(atMs) {
    let asked = false;
    const seekOnce = () => {
      asked ||= this.connection === "open" && this.send({ do: "horizon", untilMs: atMs });
      if (!this.trace || (!this.trace.ended && this.knownMs < atMs)) return;
      this.listeners.delete(seekOnce);
      this.lengthAskedMs = Math.max(this.lengthAskedMs, atMs);
      this.seek(atMs);
    };
    this.listeners.add(seekOnce);
  }

  /**
   * At once here, and then for all: the host's moves are everyone's, a follower's only theirs.
   *
   * @param {Partial<import("./playback.js").Anchor>} change
   * @param {import("../wire/records.js").Message} message
   */
  #move(change, message) {
    this.anchor = { ...this.anchor, atMs: this.atMs, wallMs: this.now(), ...change };
    if (this.host) {
      this.moving = this.questions.number();
      if (!this.send({ ...message, ask: this.moving })) {
        this.moving = 0;
        this.unsent = true;
      }
    } else this.breakAway();
    this.changed();
  }

  /** At the end the playhead stops; before it, more of the future is asked for. */
  keepAhead() {
    const { trace } = this;
    if (!trace) return;
    const untilMs = this.opened?.scenario.until_ms ?? 0;
    const fixed = Boolean(untilMs);
    const complete = trace.ended || (fixed && this.lengthMs >= untilMs);
    const own = this.host || !this.following;
    if (own && this.anchor.playing && !this.playing && complete) this.pause();
    if (trace.ended) return;
    const reach = this.atMs + AHEAD_MS * Math.max(1, this.anchor.speed / 10);
    if (!fixed && this.atMs > this.lengthMs * 0.97) this.lengthAskedMs = this.lengthMs * 1.6;
    const wanted = Math.max(reach, this.lengthAskedMs);
    if (fixed || wanted <= this.knownMs || wanted <= (this.horizonAskedMs ?? 0)) return;
    this.horizonAskedMs = wanted * 1.5;
    this.send({ do: "horizon", untilMs: Math.round(this.horizonAskedMs) });
  }

  // Commands

  /**
   * A command at this moment; in the past it begins a branch.
   *
   * @param {string} line
   * @param {string} [manifest]
   * @returns {Promise<string | null>} what it printed, or null if it was refused
   */
  async input(line, manifest = "") {
    const atMs = Math.round(this.atMs);
    this.acting += 1;
    this.changed();
    const printed = await this.questions.ask({ do: "input", atMs, line, manifest });
    this.acting -= 1;
    this.changed();
    return printed;
  }

  /**
   * What kubectl would print at a moment.
   *
   * @param {string} what
   * @param {string} line
   * @param {number} atMs
   */
  ask(what, line, atMs) {
    return this.questions.ask({ do: "ask", what, line, atMs });
  }

  /**
   * What is told or asked about what is played: JSON of the server, null if it is away.
   *
   * @param {"narration" | "questions" | "goal" | "predictions"} what
   * @param {number} untilMs
   */
  teach(what, untilMs) {
    return this.questions.ask({ do: "teach", what, untilMs });
  }

  /** @param {number | null} ms   hide what comes after, or nothing */
  veil(ms) {
    this.veilMs = ms;
    this.changed();
  }

  /** @param {number} branch */
  switchTo(branch) {
    this.send({ do: "branch", branch });
  }

  /** Back to before the last command: it stays, on the branch that it began. */
  undo() {
    const parent = this.branches.find(({ id }) => id === this.branch)?.parent;
    if (!parent) return;
    this.undone.push(this.branch);
    this.switchTo(parent);
  }

  /** On to the branch that was left last, or to the latest that began on this one. */
  redo() {
    const children = this.branches.filter(({ parent }) => parent === this.branch);
    const last = this.undone.findLast((id) => children.some((child) => child.id === id));
    const next = last ?? children.at(-1)?.id;
    if (next) this.switchTo(next);
  }

  /**
   * @param {number} branch
   * @param {string} name
   */
  name(branch, name) {
    this.send({ do: "name", branch, name });
  }

  /** What this branch comes to, for a link to it: JSON, or null. */
  seal() {
    return this.questions.ask({ do: "seal" });
  }

  /** How the branches end: JSON, or null. */
  outline() {
    return this.questions.ask({ do: "outline" });
  }

  // As the host

  /** Show everybody this moment, and what is chosen or happens; again, and it is taken away. */
  point() {
    if (!this.host || !this.trace) return;
    const atMs = Math.round(this.atMs);
    const { record, subject } = pointedAt(this.trace, atMs, this.gaze.selected);
    const { pointer } = this.company;
    const same = pointer && pointer.atMs === atMs && pointer.record === record;
    const shown = { atMs, record, subject: subject.slice(0, SUBJECT_LENGTH) };
    this.send({ do: "point", ...(same ? {} : shown) });
  }

  /** @param {boolean} locked   whether only the host acts */
  lock(locked) {
    this.send({ do: "lock", locked });
  }
}
