/** The few elements that move while playing: the clips, the line, the pill with the time. */

import { clock } from "../../layout/axis.js";
import { graceLeft } from "../../layout/grace.js";
import { gettext, interpolate } from "../../store/words.js";
import { COLUMN } from "./names.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("../../layout/axis.js").Scale} Scale
 */

/** The pill with the time keeps clear of the tools and of the edge. */
const PILL_MARGIN = 24;
/** In the hand the tools lie at the right end of the axis, in the pill's way. */
const TOOLS_MARGIN = 72;
/** A tick closer to the pill than this would be half covered. */
const TICK_ROOM = 60;
/** So far from the end of the axis a tick would lie under those tools. */
const TOOLS_ROOM = 50;

export class Playhead {
  /**
   * @param {SVGSVGElement} lanes
   * @param {SVGSVGElement} axis
   */
  constructor(lanes, axis) {
    const find = (/** @type {string} */ selector) => lanes.querySelector(selector);
    this.past = find("#clip-past rect");
    this.future = find("#clip-future rect");
    this.line = find(".playhead");
    this.grace = find(".grace-left");
    this.pill = axis.querySelector(".pill");
    this.time = axis.querySelector(".pill text");
    this.axis = axis;
  }

  /**
   * @param {number} atMs
   * @param {Scale} scale
   * @param {Row[]} rows
   * @param {boolean} there   whether there is anything to play
   */
  move(atMs, scale, rows, there) {
    const x = Math.round(scale.x(atMs) * 10) / 10;
    const inSight = x >= scale.left - 1 && x <= scale.right + 1 && there;
    const at = Math.max(0, x);
    this.past?.setAttribute("width", String(at));
    this.future?.setAttribute("x", String(at));
    this.future?.setAttribute("width", String(scale.right + 40 - Math.min(at, scale.right)));
    this.line?.setAttribute("transform", `translate(${x} 0)`);
    this.line?.classList.toggle("away", !inSight);
    const narrow = scale.left < COLUMN;
    const margin = narrow ? TOOLS_MARGIN : PILL_MARGIN;
    const pillX = Math.max(scale.left + PILL_MARGIN, Math.min(x, scale.right - margin));
    this.pill?.setAttribute("transform", `translate(${pillX} 0)`);
    this.pill?.classList.toggle("away", !inSight);
    if (this.time) this.time.textContent = clock(atMs);
    this.#dropTicks(inSight ? pillX : x, narrow ? scale.right - TOOLS_ROOM : Infinity);
    this.#showGrace(atMs, scale, rows);
  }

  /**
   * @param {number} x       of the pill
   * @param {number} right   where the tools begin
   */
  #dropTicks(x, right) {
    for (const tick of this.axis.querySelectorAll("[data-x]")) {
      const at = Number(tick.getAttribute("data-x"));
      tick.classList.toggle("away", Math.abs(at - x) < TICK_ROOM || at > right);
    }
  }

  /**
   * @param {number} atMs
   * @param {Scale} scale
   * @param {Row[]} rows
   */
  #showGrace(atMs, scale, rows) {
    const text = this.grace;
    const row = rows.find((r) => r.lane.kind === "grace");
    const wedge = row?.lane.wedges.find((w) => atMs > w.fromMs && atMs < w.toMs);
    if (!text) return;
    const from = wedge ? Math.max(scale.x(wedge.fromMs), scale.left) : 0;
    if (!row || !wedge || scale.x(atMs) - from < 64) {
      text.textContent = "";
      return;
    }
    text.setAttribute("x", String(from + 10));
    text.setAttribute("y", String(row.y + row.height - 4));
    text.textContent = interpolate(gettext("%(time)s left"), { time: graceLeft(wedge, atMs) });
  }
}
