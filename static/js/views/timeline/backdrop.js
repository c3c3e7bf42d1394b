/** What lies behind the tracks: the axis, the grounds of bands, the clips of past and future. */

import { nothing, svg } from "lit-html";

import { markerFlags, skipNames } from "./overlays.js";
import { level, rect } from "./shapes.js";

/** @typedef {import("../../layout/axis.js").Scale} Scale */

/** The first tick is not cut off at the left. */
const TICK_MARGIN = 24;

/**
 * @param {ReturnType<typeof import("../../layout/axis.js").ticks>} marks
 * @param {import("../picture.js").Picture} picture
 * @param {Scale} scale
 */
export function axisWith(marks, picture, scale) {
  const tick = (/** @type {typeof marks[0]} */ { x, label }) => svg`<text class="tick"
      data-x=${x} x=${Math.max(x, TICK_MARGIN)} y="22" text-anchor="middle">${label}</text>`;
  return svg`${marks.map(tick)} ${skipNames(scale, picture.lanes)}
      ${markerFlags(picture, scale)}
      <g class="pill"><rect x="-36" y="4" width="72" height="26" rx="13"/>
        <text y="22" text-anchor="middle"></text></g>`;
}

/** @param {number} height */
export function clips(height) {
  const clip = (/** @type {string} */ id) => svg`<clipPath id=${id}>
    <rect x="0" y="-20" width="0" height=${height + 40}/></clipPath>`;
  return svg`<defs>${clip("clip-past")}${clip("clip-future")}</defs>`;
}

/**
 * @param {import("../../layout/rows.js").Ground} ground
 * @param {number} width
 */
export function ground({ top, height }, width) {
  return rect("ground", { x: 0, y: top, width, height, radius: 12 });
}

/**
 * @param {import("../../layout/rows.js").Row} row
 * @param {Scale} scale
 */
export function probeRail({ lane, centre }, scale) {
  if (lane.kind !== "probe" || !lane.rail) return nothing;
  const from = Math.max(scale.left, scale.x(lane.rail.fromMs));
  const to = Math.min(scale.right, scale.x(lane.rail.toMs));
  if (to <= from) return nothing;
  return level("probe-rail", { x1: from, x2: to, y: centre });
}
