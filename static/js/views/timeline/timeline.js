/**
 * The timeline: lanes over one axis, drawn twice, solid for the past and outlined for the
 * future, each clipped at the playhead. Playing moves the playhead and the clips, no more.
 */

import { nothing, render, svg } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";

import { arranged } from "../../layout/arrange.js";
import { Scale, ticks, zoom } from "../../layout/axis.js";
import { bandsAt } from "../../layout/bands.js";
import { cut } from "../../layout/cut.js";
import { idleOf } from "../../layout/idle.js";
import { deedsOf } from "../../layout/line-deeds.js";
import { fewer, inSight, placeRows, withoutRails } from "../../layout/rows.js";
import { changes, kept } from "../memo.js";
import { listenForArrows } from "./arrows.js";
import { axisWith, clips, ground, probeRail } from "./backdrop.js";
import { branchLines } from "./branches.js";
import { frame } from "./frame.js";
import { listenForGestures } from "./gestures.js";
import { hits } from "./hits.js";
import { laneNames } from "./names.js";
import { bandBrackets, measureLine, moments, tears } from "./overlays.js";
import { Playhead } from "./playhead.js";
import { enlarged, roomFor } from "./room.js";
import { rowSegments } from "./segments.js";
import { rowMarks } from "./signs.js";
import { stirs } from "./stirs.js";
import { timelineTable } from "./table.js";
import { held, orderLines, thread } from "./ties.js";

/** @typedef {import("../picture.js").Picture} Picture */

const AXIS_HEIGHT = 34;
const COLUMN = 136;
const RIGHT = 16;
const TICK_GAP = 62;
/** After so many px of scrolling the rows that came into sight are drawn. */
const VIEW_STEP = 480;
/** @type {import("../../layout/axis.js").Window[]} */
const NOTHING_IDLE = [];

export class Timeline {
  /**
   * @param {HTMLElement} root
   * @param {import("../../store/store.js").Store} store
   * @param {() => void} ask   for a frame
   * @param {() => void} choose   what is shown
   */
  constructor(root, store, ask, choose) {
    this.root = root;
    this.store = store;
    this.changes = changes();
    this.tied = changes();
    this.crossed = changes();
    this.tabled = changes();
    this.looked = changes();
    /** @type {(make: () => import("../../layout/axis.js").Window[], ...keys: unknown[]) =>
     *   import("../../layout/axis.js").Window[]} */
    this.keptIdle = kept();
    this.width = 0;
    this.unit = 1;
    this.narrow = matchMedia("(max-width: 760px)");
    /** How high the lanes may be, with the panels at their least. */
    this.room = Infinity;
    this.scale = new Scale({ fromMs: 0, toMs: 1 }, 0, 1);
    /** @type {import("../../layout/rows.js").Row[]} */
    this.rows = [];
    /** Says how many Pods are ready at a moment, where that stands. */
    /** @type {((atMs: number) => void) | null} */
    this.count = null;
    this.height = 0;
    /** What of the lanes is scrolled into sight, in px; rounded, as each change is drawn anew. */
    this.view = { top: 0, height: 0 };
    /** @type {Playhead | null} */
    this.playhead = null;
    const zoomBy = (/** @type {number} */ factor) =>
      store.gaze.show(zoom(this.scale, factor, this.#middle(), store.lengthMs));
    render(frame({ zoomBy, fit: () => store.gaze.show(null), choose }), root);
    this.axis = /** @type {SVGSVGElement} */ (root.querySelector("svg.axis"));
    this.lanes = /** @type {HTMLElement} */ (root.querySelector(".lanes"));
    this.svg = /** @type {SVGSVGElement} */ (root.querySelector(".lanes svg"));
    this.table = /** @type {HTMLElement} */ (root.querySelector(".timeline-table"));
    const toUnits = (/** @type {number} */ clientX) =>
      (clientX - this.svg.getBoundingClientRect().left) / this.unit;
    listenForGestures(root, { store, scale: () => this.scale, toUnits });
    listenForArrows(this.svg, store);
    this.lanes.addEventListener("scroll", ask, { passive: true });
    const stage = /** @type {HTMLElement} */ (root.parentElement);
    const resized = new ResizeObserver(() => {
      this.room = roomFor(this.root, this.lanes, stage);
      ask();
    });
    for (const element of [this.lanes, stage]) resized.observe(element);
  }

  measure() {
    this.width = this.lanes.clientWidth;
    this.view = viewOf(this.lanes);
    const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const large = document.body.classList.contains("presenting") && !this.narrow.matches;
    this.unit = large ? root * enlarged(this.room, this.height * root) : root;
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { sight } = this.store;
    this.root.classList.toggle("as-table", sight.asTable);
    this.root.classList.toggle("no-future", sight.futureHidden);
    if (sight.asTable) this.#drawTable(picture);
    else if (this.width) this.#drawLanes(picture);
  }

  /** @param {Picture} picture */
  #drawTable(picture) {
    const { lanes, window, step, playing } = picture;
    if (!this.tabled(lanes, window.fromMs, window.toMs, step, this.store.sight.version)) return;
    render(timelineTable(picture, arranged(this.#unfolded(picture), this.store.sight)), this.table);
    const current = this.table.querySelector("[aria-current]");
    if (!playing && current && !this.table.contains(document.activeElement)) {
      current.scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {Picture} picture */
  #drawLanes(picture) {
    const { lanes, window, step, chain, story, version, atMs, trace } = picture;
    const { store } = this;
    const { fromMs, toMs } = window;
    const narrow = this.narrow.matches;
    const { top, height } = this.view;
    const place = [this.width, this.unit, narrow, this.room, top, height];
    const shown = [lanes, fromMs, toMs, story, version, ...place];
    if (this.changes(...shown, store.sight.version, store.gaze.markers, store.branch)) {
      this.#layOut(picture, narrow);
      this.tied();
      this.crossed();
    }
    if (this.tied(step, chain, this.rows, store.gaze.line)) this.#tie(picture);
    const { measure } = store.sight;
    const runs = measure && measure.toMs === null ? atMs : null;
    if (this.crossed(story && bandsAt(story, atMs), step, measure, runs)) this.#cross(picture);
    this.playhead?.move(atMs, this.scale, this.rows, trace !== null);
    this.count?.(atMs);
  }

  /** Where zooming by a button keeps its place: at the playhead, if it is in sight. */
  #middle() {
    const { fromMs, toMs } = this.scale;
    const { atMs } = this.store;
    return atMs >= fromMs && atMs <= toMs ? atMs : (fromMs + toMs) / 2;
  }

  /**
   * @param {Picture} picture
   * @param {boolean} narrow
   */
  #layOut(picture, narrow) {
    const { sight } = this.store;
    const width = this.width / this.unit;
    const { window, lengthMs } = picture;
    const idle = sight.idleCollapsed
      ? this.keptIdle(() => idleOf(picture.lanes, lengthMs), picture.lanes, lengthMs)
      : NOTHING_IDLE;
    this.scale = new Scale(window, narrow ? 15 : COLUMN, width - RIGHT, idle);
    const placed = placeRows(this.#shown(picture, narrow), { narrow, top: 0 });
    const { grounds, height } = placed;
    const rows = inSight(placed.rows, this.view, this.unit, this.#keyInHand());
    this.rows = rows.map((row) => ({ ...row, lane: cut(row.lane, window) }));
    this.height = height;
    const options = this.#nameOptions(picture, placed.rows, narrow);
    const marks = ticks(this.scale, TICK_GAP);
    this.#size(this.axis, width, AXIS_HEIGHT);
    this.#size(this.svg, width, height + 2);
    render(axisWith(marks, picture, this.scale), this.axis);
    render(
      svg`
      ${clips(height)}
      ${grounds.filter((one) => one.tinted).map((one) => ground(one, width))}
      ${marks.map(({ x }) => svg`<line class="grid" x1=${x} x2=${x} y1="0" y2=${height}/>`)}
      ${moments(picture, this.scale, height)}
      <g class="names">${laneNames(this.rows, this.scale, options)}</g>
      <g class="under" aria-hidden="true"></g>
      ${rows.map((row) => probeRail(row, this.scale))}
      ${["future", "past"].map((time) => this.#tracks(time, rows, picture.crowd))}
      <text class="grace-left"></text>
      ${tears(this.scale, height)}
      ${branchLines(this.rows, this.scale, this.store)}
      <line class="playhead" y1="-4" y2=${height}/>
      <g class="over" aria-hidden="true"></g>
      <g class="hits">${hits(this.rows, this.scale)}</g>
      <g class="across" aria-hidden="true"></g>`,
      this.svg,
    );
    this.svg.querySelector(".hit")?.setAttribute("tabindex", "0");
    this.playhead = new Playhead(this.svg, this.axis);
    this.count = picture.crowd?.counter(this.svg, this.rows) ?? null;
    if (this.looked(this.store.gaze.opened) && this.store.gaze.opened) this.#showLanes();
  }

  /** Whoever has chosen one of many Pods wants to see its lanes. */
  #showLanes() {
    const first = this.rows.find(({ lane }) => lane.band === "pod");
    const top = (first?.top ?? 0) * this.unit;
    const { scrollTop, clientHeight } = this.lanes;
    if (top > scrollTop + clientHeight / 2) this.lanes.scrollTop = top - clientHeight / 3;
  }

  /**
   * @param {Picture} picture
   * @param {import("../../layout/rows.js").Row[]} rows   all of them
   * @param {boolean} narrow
   * @returns {import("./names.js").NameOptions}
   */
  #nameOptions({ crowd, lanes, story }, rows, narrow) {
    const { sight } = this.store;
    const focus = story?.uid ?? "";
    const named = rows.filter(({ lane }) => lane.band === "pods");
    const reached = named.find(({ lane }) => lane.uid === focus) ?? named[0];
    return {
      narrow,
      focus,
      look: (uid) => this.store.gaze.open(uid),
      fold: (group) => sight.fold(group),
      folded: sight.folded,
      crowd,
      foldedOwners: crowd?.foldedOwners(lanes, sight.owners) ?? new Set(),
      foldOwner: (key, folded) => sight.foldOwner(key, folded),
      reached: reached?.lane.key ?? "",
    };
  }

  /** The lane whose name or shape has the focus. */
  #keyInHand() {
    const { activeElement } = document;
    if (!activeElement || !this.svg.contains(activeElement)) return "";
    return activeElement.closest("[data-key]")?.getAttribute("data-key") ?? "";
  }

  /**
   * @param {Picture} picture
   * @returns {import("../../layout/lanes.js").Lane[]} without those below folded owners
   */
  #unfolded({ crowd, lanes, story }) {
    if (!crowd) return lanes;
    return crowd.unfolded(
      lanes,
      crowd.foldedOwners(lanes, this.store.sight.owners),
      story?.uid ?? "",
    );
  }

  /**
   * The lanes that are wished for, as far as there is room.
   *
   * @param {Picture} picture
   * @param {boolean} narrow
   */
  #shown(picture, narrow) {
    const { window } = picture;
    const { sight } = this.store;
    const wished = arranged(this.#unfolded(picture), sight);
    if (narrow || sight.few) return fewer(wished, window);
    const { height } = placeRows(wished, { narrow, top: 0 });
    return height * this.unit > this.room + 2 ? withoutRails(wished) : wished;
  }

  /**
   * @param {string} time   past or future: the style sheet makes the difference
   * @param {import("../../layout/rows.js").Row[]} rows   uncut: the order of starts needs them all
   * @param {Picture["crowd"]} crowd
   */
  #tracks(time, rows, crowd) {
    const { scale } = this;
    return svg`<g class=${time} clip-path=${`url(#clip-${time})`} aria-hidden="true">
      ${byKey(this.rows, (row) => rowSegments(row, scale))}
      ${crowd ? byKey(this.rows, (row) => crowd.strip(row, scale)) : nothing}
      ${orderLines(rows, scale)}
      ${byKey(this.rows, (row) => rowMarks(row, scale))}
    </g>`;
  }

  /**
   * @param {SVGSVGElement} element
   * @param {number} width
   * @param {number} height
   */
  #size(element, width, height) {
    element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    element.setAttribute("width", String(width * this.unit));
    element.setAttribute("height", String(height * this.unit));
  }

  /** @param {Picture} picture */
  #tie(picture) {
    const under = this.svg.querySelector("g.under");
    const over = this.svg.querySelector("g.over");
    if (under) render(svg`${held(this.rows, this.scale, picture)}`, /** @type {any} */ (under));
    if (over) {
      const { rows, scale } = this;
      const drawn = svg`${thread(rows, scale, picture)}${stirs(rows, scale, picture)}`;
      render(nothing, /** @type {any} */ (over));
      render(drawn, /** @type {any} */ (over));
    }
    for (const hit of this.svg.querySelectorAll(".hit.chosen")) hit.classList.remove("chosen");
    const chosen = this.svg.querySelector(`.hit[data-record="${this.store.gaze.selected}"]`);
    chosen?.classList.add("chosen");
    this.#ring(picture);
  }

  /**
   * What the line did that somebody looks at.
   *
   * @param {Picture} picture
   */
  #ring({ store, trace }) {
    for (const hit of this.svg.querySelectorAll(".hit.deed")) hit.classList.remove("deed");
    if (store.gaze.line === null || !trace) return;
    const deeds = deedsOf(store.gaze.line, trace.history, store.opened?.positions ?? {});
    for (const { record } of deeds) {
      this.svg.querySelector(`.hit[data-record="${record}"]`)?.classList.add("deed");
    }
  }

  /** @param {Picture} picture */
  #cross(picture) {
    const across = this.svg.querySelector("g.across");
    if (!across) return;
    render(
      svg`${bandBrackets(this.rows, this.scale, picture)}
        ${measureLine(picture, this.scale, this.height)}`,
      /** @type {any} */ (across),
    );
  }
}

/**
 * What is scrolled into sight, in steps, as each is drawn anew.
 *
 * @param {HTMLElement} lanes
 */
function viewOf({ scrollTop, clientHeight }) {
  const step = (/** @type {number} */ px) => Math.floor(px / VIEW_STEP) * VIEW_STEP;
  return { top: step(scrollTop), height: step(clientHeight) + 2 * VIEW_STEP };
}

/**
 * By key, so that of rows that are scrolled only those are drawn that come into sight.
 *
 * @param {import("../../layout/rows.js").Row[]} rows
 * @param {(row: import("../../layout/rows.js").Row) => unknown} draw
 */
function byKey(rows, draw) {
  return repeat(rows, ({ lane }) => lane.key, draw);
}
