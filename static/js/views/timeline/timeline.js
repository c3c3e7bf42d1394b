/**
 * The timeline: lanes over one axis, drawn twice, solid for the past and outlined for the
 * future, each clipped at the playhead. Playing moves the playhead and the clips, no more.
 */

import { html, nothing, render, svg } from "lit-html";

import { clock, Scale, ticks, zoom } from "../../layout/axis.js";
import { graceLeft } from "../../layout/grace.js";
import { fewer, placeRows, withoutRails } from "../../layout/rows.js";
import { recall, remember } from "../../store/preferences.js";
import { gettext, interpolate } from "../../store/words.js";
import { icon } from "../icons.js";
import { changes } from "../memo.js";
import { listenForGestures } from "./gestures.js";
import { hits, nextHit } from "./hits.js";
import { laneNames } from "./names.js";
import { rowSegments } from "./segments.js";
import { level, rect } from "./shapes.js";
import { rowMarks } from "./signs.js";
import { held, orderLines, thread } from "./ties.js";

/** @typedef {import("../picture.js").Picture} Picture */

const AXIS_HEIGHT = 34;
const COLUMN = 136;
const RIGHT = 16;
const TICK_GAP = 62;
/** The pill with the time keeps clear of the tools and of the edge. */
const PILL_MARGIN = 24;

export class Timeline {
  /**
   * @param {HTMLElement} root
   * @param {import("../../store/store.js").Store} store
   * @param {() => void} ask   for a frame
   */
  constructor(root, store, ask) {
    this.root = root;
    this.store = store;
    this.changes = changes();
    this.tied = changes();
    this.few = recall("lanes") === "few";
    this.width = 0;
    this.unit = 1;
    this.narrow = matchMedia("(max-width: 700px)");
    this.low = matchMedia("(max-height: 799px)");
    this.scale = new Scale({ fromMs: 0, toMs: 1 }, 0, 1);
    /** @type {import("../../layout/rows.js").Row[]} */
    this.rows = [];
    render(this.#frame(ask), root);
    this.axis = /** @type {SVGSVGElement} */ (root.querySelector("svg.axis"));
    this.lanes = /** @type {HTMLElement} */ (root.querySelector(".lanes"));
    this.svg = /** @type {SVGSVGElement} */ (root.querySelector(".lanes svg"));
    const toUnits = (/** @type {number} */ clientX) =>
      (clientX - this.svg.getBoundingClientRect().left) / this.unit;
    listenForGestures(root, { store, scale: () => this.scale, toUnits });
    this.svg.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(ask).observe(this.lanes);
  }

  measure() {
    this.width = this.lanes.clientWidth;
    const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    this.unit =
      root * (document.body.classList.contains("presenting") && !this.narrow.matches ? 1.3 : 1);
  }

  /** @param {Picture} picture */
  draw(picture) {
    if (!this.width) return;
    const { lanes, window, step, chain, story, version } = picture;
    const { fromMs, toMs } = window;
    const narrow = this.narrow.matches;
    if (
      this.changes(lanes, fromMs, toMs, this.width, this.unit, this.few, narrow, story, version)
    ) {
      this.#layOut(picture, narrow);
      this.tied();
    }
    if (this.tied(step, chain, this.rows)) this.#tie(picture);
    this.#movePlayhead(picture);
  }

  /** @param {() => void} ask */
  #frame(ask) {
    const zoomBy = (/** @type {number} */ factor) => () =>
      this.store.show(zoom(this.scale, factor, this.#middle(), this.store.lengthMs));
    const fold = () => {
      this.few = !this.few;
      remember("lanes", this.few ? "few" : null);
      ask();
    };
    return html` <div class="tools">
        <button type="button" aria-label=${gettext("Zoom out")} @click=${zoomBy(2)}>−</button>
        <button type="button" title=${gettext("Zoom to all")} @click=${() => this.store.show(null)}>
          ${gettext("fit")}
        </button>
        <button type="button" aria-label=${gettext("Zoom in")} @click=${zoomBy(0.5)}>+</button>
        <button
          type="button"
          aria-label=${gettext("Fewer or all lanes")}
          title=${gettext("Fewer or all lanes")}
          @click=${fold}
        >
          ${icon("lanes")}
        </button>
      </div>
      <svg class="axis"></svg>
      <div class="lanes"><svg></svg></div>`;
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
    const width = this.width / this.unit;
    this.scale = new Scale(picture.window, narrow ? 15 : COLUMN, width - RIGHT);
    const few = narrow || this.few;
    const all = this.low.matches ? withoutRails(picture.lanes) : picture.lanes;
    const lanes = few ? fewer(all, picture.window) : all;
    const { rows, grounds, height } = placeRows(lanes, { narrow, top: 0 });
    this.rows = rows;
    const look = (/** @type {string} */ uid) => this.store.look(uid);
    const options = { narrow, focus: picture.story?.uid ?? "", look };
    const marks = ticks(this.scale, TICK_GAP);
    this.#size(this.axis, width, AXIS_HEIGHT);
    this.#size(this.svg, width, height + 2);
    render(this.#axisTemplate(marks), this.axis);
    render(
      svg`
      ${clips(height)}
      ${grounds.filter((one) => one.tinted).map((one) => ground(one, width))}
      ${marks.map(({ x }) => svg`<line class="grid" x1=${x} x2=${x} y1="0" y2=${height}/>`)}
      <g class="names">${laneNames(rows, this.scale, options)}</g>
      <g class="under" aria-hidden="true"></g>
      ${rows.map((row) => probeRail(row, this.scale))}
      ${["future", "past"].map((time) => this.#tracks(time))}
      <text class="grace-left"></text>
      <line class="playhead" y1="-4" y2=${height}/>
      <g class="over" aria-hidden="true"></g>
      <g class="hits">${hits(rows, this.scale)}</g>`,
      this.svg,
    );
    this.svg.querySelector(".hit")?.setAttribute("tabindex", "0");
    this.#remember();
  }

  /** @param {string} time   past or future: the style sheet makes the difference */
  #tracks(time) {
    const { rows, scale } = this;
    return svg`<g class=${time} clip-path=${`url(#clip-${time})`} aria-hidden="true">
      ${rows.map((row) => rowSegments(row, scale))}
      ${orderLines(rows, scale)}
      ${rows.map((row) => rowMarks(row, scale))}
    </g>`;
  }

  /** The few elements that move while playing. */
  #remember() {
    const find = (/** @type {string} */ selector) => this.svg.querySelector(selector);
    this.moving = {
      past: find("#clip-past rect"),
      future: find("#clip-future rect"),
      line: find(".playhead"),
      grace: find(".grace-left"),
      pill: this.axis.querySelector(".pill"),
      time: this.axis.querySelector(".pill text"),
    };
  }

  /** @param {ReturnType<typeof ticks>} marks */
  #axisTemplate(marks) {
    const tick = (/** @type {typeof marks[0]} */ { x, label }) => svg`<text class="tick"
      data-x=${x} x=${x} y="22" text-anchor="middle">${label}</text>`;
    return svg`${marks.map(tick)}
      <g class="pill"><rect x="-36" y="4" width="72" height="26" rx="13"/>
        <text y="22" text-anchor="middle"></text></g>`;
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
    if (over) render(svg`${thread(this.rows, this.scale, picture)}`, /** @type {any} */ (over));
    for (const hit of this.svg.querySelectorAll(".hit.chosen")) hit.classList.remove("chosen");
    const chosen = this.svg.querySelector(`.hit[data-record="${this.store.selected}"]`);
    chosen?.classList.add("chosen");
  }

  /** @param {Picture} picture */
  #movePlayhead({ atMs, trace }) {
    const { moving, scale } = this;
    if (!moving) return;
    const x = Math.round(scale.x(atMs) * 10) / 10;
    const inSight = x >= scale.left - 1 && x <= scale.right + 1 && trace !== null;
    const at = Math.max(0, x);
    moving.past?.setAttribute("width", String(at));
    moving.future?.setAttribute("x", String(at));
    moving.future?.setAttribute("width", String(scale.right + 40 - Math.min(at, scale.right)));
    moving.line?.setAttribute("transform", `translate(${x} 0)`);
    moving.line?.classList.toggle("away", !inSight);
    const pillX = Math.max(scale.left + PILL_MARGIN, Math.min(x, scale.right - PILL_MARGIN));
    moving.pill?.setAttribute("transform", `translate(${pillX} 0)`);
    moving.pill?.classList.toggle("away", !inSight);
    if (moving.time) moving.time.textContent = clock(atMs);
    this.#dropTicks(x);
    this.#showGrace(atMs);
  }

  /**
   * A tick under the pill would be half covered, so it goes.
   *
   * @param {number} x
   */
  #dropTicks(x) {
    for (const tick of this.axis.querySelectorAll(".tick")) {
      tick.classList.toggle("away", Math.abs(Number(tick.getAttribute("data-x")) - x) < 60);
    }
  }

  /** @param {number} atMs */
  #showGrace(atMs) {
    const text = this.moving?.grace;
    const row = this.rows.find((r) => r.lane.kind === "grace");
    const wedge = row?.lane.wedges.find((w) => atMs > w.fromMs && atMs < w.toMs);
    if (!text) return;
    const from = wedge ? Math.max(this.scale.x(wedge.fromMs), this.scale.left) : 0;
    if (!row || !wedge || this.scale.x(atMs) - from < 64) {
      text.textContent = "";
      return;
    }
    text.setAttribute("x", String(from + 10));
    text.setAttribute("y", String(row.y + row.height - 4));
    text.textContent = interpolate(gettext("%(time)s left"), { time: graceLeft(wedge, atMs) });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const hit = /** @type {Element} */ (event.target).closest(".hit");
    if (!hit) return;
    if (event.key === "Enter" || event.key === " ") {
      this.store.select(Number(hit.getAttribute("data-record")));
    } else if (event.key.startsWith("Arrow") && !event.shiftKey) {
      const next = nextHit(this.svg, hit, event.key);
      if (!next) return;
      hit.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** @param {number} height */
function clips(height) {
  const clip = (/** @type {string} */ id) => svg`<clipPath id=${id}>
    <rect x="0" y="-20" width="0" height=${height + 40}/></clipPath>`;
  return svg`<defs>${clip("clip-past")}${clip("clip-future")}</defs>`;
}

/**
 * @param {import("../../layout/rows.js").Ground} ground
 * @param {number} width
 */
function ground({ top, height }, width) {
  return rect("ground", { x: 0, y: top, width, height, radius: 12 });
}

/**
 * @param {import("../../layout/rows.js").Row} row
 * @param {Scale} scale
 */
function probeRail({ lane, centre }, scale) {
  if (lane.kind !== "probe" || !lane.rail) return nothing;
  const from = Math.max(scale.left, scale.x(lane.rail.fromMs));
  const to = Math.min(scale.right, scale.x(lane.rail.toMs));
  if (to <= from) return nothing;
  return level("probe-rail", { x1: from, x2: to, y: centre });
}
