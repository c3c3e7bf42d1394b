/** What there is to draw at this frame: made from the store once, and shared by all views. */

import { following, within } from "../layout/axis.js";
import { branchLanes } from "../layout/branch-lanes.js";
import { chosenLanes } from "../layout/chosen-lanes.js";
import { emptyLanes, lanesOf } from "../layout/lanes.js";
import { withoutRails } from "../layout/rows.js";
import { sentenceOf } from "../layout/sentence.js";
import { lastIndexAt } from "../layout/status-at.js";
import { stepAt } from "../layout/steps.js";
import { causeLine, chainOf } from "../layout/causes.js";
import { whyOf } from "../layout/why.js";
import { lateModule } from "../wire/modules.js";
import { millis } from "../wire/records.js";
import { troubleOf } from "./dialogs/trouble.js";
import { kept } from "./memo.js";
import { lateStyles } from "./styles.js";

/**
 * @typedef {import("../store/store.js").Store} Store
 * @typedef {import("../layout/lanes.js").Lane} Lane
 * @typedef {import("../layout/history.js").PodStory} PodStory
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 */

/**
 * @typedef {object} Picture
 * @property {Store} store
 * @property {number} atMs
 * @property {boolean} playing
 * @property {number} lengthMs
 * @property {import("../store/trace.js").Trace | null} trace
 * @property {number} version        of the trace
 * @property {PodStory | null} story   of the Pod that is looked at
 * @property {import("../layout/spec.js").PodSpec | null} spec   of that Pod, once it has come
 * @property {Lane[]} lanes
 * @property {typeof import("./crowd.js") | null} crowd   once there are several Pods
 * @property {import("../layout/axis.js").Window} window
 * @property {number} reached        how many records lie behind the playhead
 * @property {import("../layout/steps.js").Step | null} step   under way, or the last
 * @property {import("../layout/sentence.js").Sentence | null} sentence
 * @property {WireRecord[]} chain    the causes of what is asked about, itself first
 * @property {import("../layout/why.js").Station[]} why
 * @property {number | null} causeLine
 */

/** @typedef {Pick<Picture, "sentence" | "chain" | "why" | "causeLine">} Told */

/** So much of the time is seen on a phone, most of it before the playhead. */
const NARROW_BEFORE_MS = 8000;
const NARROW_AFTER_MS = 6000;

export class Painter {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
    this.narrow = matchMedia("(max-width: 760px)");
    this.lastMs = -1;
    /** @type {import("../layout/axis.js").Window | null} */
    this.narrowWindow = null;
    /** @type {typeof import("./crowd.js") | null} */
    this.crowd = null;
    this.crowdComes = false;
    /** @type {(make: () => Lane[], ...keys: unknown[]) => Lane[]} */
    this.keptLanes = kept();
    /** @type {(make: () => Told, ...keys: unknown[]) => Told} */
    this.keptTold = kept();
  }

  /** @returns {Picture} */
  picture() {
    const { store } = this;
    const { trace, story, lengthMs, atMs, playing } = store;
    const version = trace?.version ?? 0;
    const step = trace ? stepAt(trace.steps, atMs) : null;
    const lanes = this.keptLanes(
      () => this.#lanes(story, lengthMs),
      trace,
      version,
      story,
      lengthMs,
      store.branches,
      store.branch,
      this.crowd,
    );
    const told = this.keptTold(() => this.#told(step), trace, version, step, store.gaze.selected);
    const window = this.#window(atMs, lengthMs);
    this.lastMs = atMs;
    const reached = trace ? lastIndexAt(trace.history.records, atMs, millis) + 1 : 0;
    const spec = story ? (store.specs.get(story.uid) ?? null) : null;
    const about = { store, atMs, playing, lengthMs, trace, version, story, spec, reached };
    const { crowd } = this;
    return { ...about, crowd, lanes, window, step, ...told };
  }

  /**
   * @param {import("../layout/steps.js").Step | null} step
   * @returns {Told}
   */
  #told(step) {
    const { trace, opened, gaze } = this.store;
    const { selected } = gaze;
    const history = trace?.history;
    const sentence = step && history ? sentenceOf(step, history) : null;
    const chosen = selected === null ? undefined : history?.byId.get(selected);
    const subject = chosen ?? sentence?.record ?? null;
    if (!history || !subject || !opened) {
      return { sentence, chain: [], why: [], causeLine: null };
    }
    const { positions, scenario } = opened;
    return {
      sentence,
      chain: chainOf(subject, history, positions ?? {}),
      why: whyOf(subject, history, positions ?? {}, scenario.manifests),
      causeLine: causeLine(subject, history, positions ?? {}),
    };
  }

  /**
   * @param {PodStory | null} story
   * @param {number} lengthMs
   */
  #lanes(story, lengthMs) {
    const history = this.store.trace?.history;
    if (!history || !story) return emptyLanes(lengthMs);
    const several = history.pods.size > 1;
    const { branches, branch, lanes: chosen } = this.store;
    const own = lanesOf(story, history, lengthMs);
    const above = branchLanes(branches, branch, lengthMs);
    if (!several) return [...above, ...chosenLanes(own, chosen)];
    if (!this.crowd) this.#fetchCrowd();
    const { veilMs } = this.store;
    const pods = [...history.pods.values()].filter(
      ({ bornMs }) => veilMs === null || bornMs <= lengthMs,
    );
    const others = this.crowd?.crowdLanes(history, pods, lengthMs) ?? [];
    // What is of no Pod alone stands above all Pods, where it is seen.
    const requests = own.filter(({ kind }) => kind === "traffic");
    const rest = withoutRails(own).filter(({ kind }) => kind !== "traffic");
    return [...above, ...chosenLanes([...requests, ...others, ...rest], chosen)];
  }

  async #fetchCrowd() {
    if (this.crowdComes) return;
    this.crowdComes = true;
    const styled = lateStyles();
    const load = async () => await import("./crowd.js");
    const crowd = await lateModule(load).catch((error) => this.store.refuse(troubleOf(error), ""));
    await styled;
    this.crowdComes = Boolean(crowd);
    this.crowd = crowd ?? null;
    this.store.changed();
  }

  /**
   * All of it; on a phone some seconds, turned over like a page while they play.
   *
   * @param {number} atMs
   * @param {number} lengthMs
   * @returns {import("../layout/axis.js").Window}
   */
  #default(atMs, lengthMs) {
    const width = NARROW_BEFORE_MS + NARROW_AFTER_MS;
    if (!this.narrow.matches || lengthMs <= width) return { fromMs: 0, toMs: lengthMs };
    const around = { fromMs: atMs - NARROW_BEFORE_MS, toMs: atMs + NARROW_AFTER_MS };
    const last = this.narrowWindow;
    const keep = last && this.store.playing && atMs >= last.fromMs && atMs <= last.toMs;
    this.narrowWindow = keep ? following(last, atMs, lengthMs) : within(around, lengthMs);
    return this.narrowWindow;
  }

  /**
   * @param {number} atMs
   * @param {number} lengthMs
   */
  #window(atMs, lengthMs) {
    const { store } = this;
    if (!store.gaze.window) return this.#default(atMs, lengthMs);
    const inside = within(store.gaze.window, lengthMs);
    store.gaze.window = atMs === this.lastMs ? inside : following(inside, atMs, lengthMs);
    return store.gaze.window;
  }
}
