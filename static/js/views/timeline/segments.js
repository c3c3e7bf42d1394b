/** Tracks: what lies along the time, drawn solid for the past and outlined for the future. */

import { nothing, svg } from "lit-html";

import { fitting, textWidth } from "../../layout/rows.js";
import { level, rect, text } from "./shapes.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("./shapes.js").Box} Box
 * @typedef {import("../../layout/axis.js").Scale} Scale
 * @typedef {import("../../layout/track.js").Segment} Segment
 * @typedef {import("../../layout/container-track.js").Hook} Hook
 * @typedef {import("../../layout/grace.js").Wedge} Wedge
 */

/** Looks with a hatch behind them; letters stand on a plate, never on the hatch. */
const HATCHED = ["wait", "term", "fail", "pull"];

/** @type {Record<string, {pad: number, size: number}>} */
const TYPE = {
  phase: { pad: 13, size: 14 },
  app: { pad: 13, size: 14 },
  status: { pad: 5, size: 12 },
  pod: { pad: 6, size: 12 },
  endpoint: { pad: 11, size: 13 },
  traffic: { pad: 6, size: 12 },
  ready: { pad: 7, size: 11 },
};
const OTHER = { pad: 10, size: 12 };
/** What does not fit in its own size may fit in this one; none is smaller. */
const SMALL = 12;

/**
 * @param {Segment} one
 * @param {Row} row
 */
function typeOf(one, row) {
  return one.look === "pull" ? { pad: 9, size: 11 } : (TYPE[row.lane.kind] ?? OTHER);
}

/**
 * Where a span lies, cut at the window's edges; null where it is out of sight.
 *
 * @param {{fromMs: number, toMs: number}} span
 * @param {{y: number, height: number}} row
 * @param {Scale} scale
 * @param {number} [most]   the largest radius
 * @returns {Box | null}
 */
export function boxOf(span, row, scale, most = Infinity) {
  const from = Math.max(scale.x(span.fromMs), scale.left);
  const to = Math.min(scale.x(span.toMs), scale.right);
  if (to <= scale.left || from >= scale.right) return null;
  const width = Math.max(2.5, to - from - 1.5);
  const radius = Math.min(most, row.height / 2, width / 2);
  return { x: from + 0.75, width, y: row.y, height: row.height, radius };
}

/**
 * @param {Row} row
 * @param {Scale} scale
 */
export function rowSegments(row, scale) {
  if (row.lane.kind === "branch" || row.lane.crowd) return nothing;
  const pulls = row.lane.pulls.map((pull) => segment(pull, inset(row, 6), scale));
  return svg`
    ${row.lane.segments.map((one) => segment(one, row, scale))}
    ${pulls}
    ${row.lane.hooks.map((hook) => hookPill(hook, row, scale))}
    ${row.lane.wedges.map((wedge) => graceWedge(wedge, row, scale))}`;
}

/**
 * @param {Row} row
 * @param {number} by
 * @returns {Row}
 */
function inset(row, by) {
  return { ...row, y: row.y + by, height: row.height - 2 * by };
}

/**
 * @param {Segment} one
 * @param {Row} row
 * @param {Scale} scale
 */
function segment(one, row, scale) {
  const flat = row.lane.kind === "status" || row.lane.kind === "pod";
  const box = boxOf(one, row, scale, flat ? 8 : Infinity);
  if (!box) return nothing;
  if (one.look === "off") return dottedRail(box, row);
  if (one.look === "out") return hollow(one, box);
  if (one.look === "backoff") return taper(one, box, row, scale);
  const hatch = HATCHED.includes(one.look) && box.height > 8;
  return svg`<g class="segment s-${one.look}">
    ${rect("fill", box)}
    ${hatch ? rect("hatch", box, `url(#hatch-${one.look})`) : nothing}
    ${one.look === "run" && row.lane.kind === "app" ? notReadyDots(box) : nothing}
    ${label(one, box, row, hatch)}
  </g>`;
}

/**
 * @param {Segment} one
 * @param {Box} box
 * @param {Row} row
 * @param {boolean} hatch
 * @param {{pad: number, size: number}} type
 */
function label(one, box, row, hatch, { pad, size } = typeOf(one, row)) {
  if (box.height < 10) return nothing;
  const words = fitting(one.texts, box.width - 2 * pad + 2, size);
  if (!words && size > SMALL) return label(one, box, row, hatch, { pad: 8, size: SMALL });
  if (!words) return nothing;
  const x = box.x + pad;
  const middle = box.y + box.height / 2;
  const width = Math.min(textWidth(words, size) + 8, box.width - pad - 2);
  const plate = { x: x - 4, y: middle - size * 0.62, width, height: size * 1.24, radius: 4 };
  return svg`${hatch ? rect("plate", plate) : nothing}
    ${text("on", words, { x, y: middle + size * 0.35, size })}`;
}

/** @param {Box} box */
function notReadyDots({ x, y, width, height }) {
  if (width < 34) return nothing;
  return level("dots", { x1: x + 13, x2: x + width - 11, y: y + height - 3.2 });
}

/**
 * @param {Box} box
 * @param {Row} row
 */
function dottedRail({ x, width }, row) {
  return width < 8 ? nothing : level("off", { x1: x + 3, x2: x + width - 3, y: row.centre });
}

/**
 * @param {Segment} one
 * @param {Box} box
 */
function hollow(one, { x, y, width, height }) {
  const inner = { x: x + 1, y: y + 1, width: Math.max(2, width - 2), height: height - 2 };
  const radius = Math.min(inner.height / 2, inner.width / 2);
  const middle = { x: x + width / 2, y: y + height / 2 + 4.3 };
  return svg`<g class="segment out">
    ${rect("", { ...inner, radius })}
    ${text("", fitting(one.texts, width - 16, 12), { ...middle, size: 12, anchor: "middle" })}
  </g>`;
}

/**
 * Back-off: thinner as the seconds run out.
 *
 * @param {Segment} one
 * @param {Box} box
 * @param {Row} row
 * @param {Scale} scale
 */
function taper(one, box, row, scale) {
  const middle = box.y + box.height / 2;
  const half = (/** @type {number} */ x) => {
    const share = (scale.ms(x) - one.fromMs) / Math.max(1, one.toMs - one.fromMs);
    return box.height / 2 - Math.min(1, Math.max(0, share)) * (box.height / 2 - 3);
  };
  const [a, b] = [half(box.x), half(box.x + box.width)];
  const end = box.x + box.width;
  const d = `M${box.x} ${middle - a}L${end} ${middle - b}V${middle + b}L${box.x} ${middle + a}Z`;
  return svg`<g class="segment s-wait">
    <path class="fill" d=${d} stroke-linejoin="round"/>
    <path class="hatch" fill="url(#hatch-wait)" d=${d}/>
    ${label(one, { ...box, x: box.x + 14, width: box.width * 0.7 - 14 }, row, true)}
  </g>`;
}

/**
 * @param {Hook} hook
 * @param {Row} row
 * @param {Scale} scale
 */
function hookPill(hook, row, scale) {
  const box = boxOf(hook, { y: row.y + 2, height: row.height - 4 }, scale);
  if (!box || box.width < 6) return nothing;
  return svg`<g class="hook ${hook.failed ? "failed" : ""}">
    ${rect("ground", box)}
    <path class="chevrons" d=${chevrons(box)}/>
    ${hookName(hook, box)}
  </g>`;
}

/**
 * They point with the time.
 *
 * @param {Box} box
 */
function chevrons({ x, y, width, height }) {
  const half = Math.min(6, height / 2 - 3);
  const count = Math.floor((width - 10) / 9);
  const first = x + (width - count * 9 + 4) / 2;
  const one = (/** @type {number} */ i) =>
    `M${first + i * 9} ${y + height / 2 - half}l5 ${half}l-5 ${half}`;
  return Array.from({ length: count }, (_, i) => one(i)).join("");
}

/**
 * On a chip of its own, if there is room for it and for chevrons beside it.
 *
 * @param {Hook} hook
 * @param {Box} box
 */
function hookName(hook, { x, y, width, height }) {
  const size = 11.5;
  const chip = textWidth(hook.text, size) + 16;
  if (width < chip + 20) return nothing;
  const middle = x + width / 2;
  const inner = { x: middle - chip / 2, y: y + 1, width: chip, height: height - 2 };
  return svg`${rect("chip", { ...inner, radius: height / 2 - 1 })}
    ${text("", hook.text, { x: middle, y: y + height / 2 + 4, size, anchor: "middle" })}`;
}

/**
 * @param {Wedge} wedge
 * @param {Row} row
 * @param {Scale} scale
 */
function graceWedge(wedge, row, scale) {
  const from = scale.x(wedge.fromMs);
  const due = scale.x(wedge.dueMs);
  if (due < scale.left || from > scale.right) return nothing;
  const foot = row.y + row.height;
  const slope = row.height / Math.max(1, due - from);
  const top = (/** @type {number} */ x) => row.y + (x - from) * slope;
  const [left, right] = [Math.max(from, scale.left), Math.min(due, scale.right)];
  const used = Math.min(scale.x(wedge.toMs), right);
  const shape = (/** @type {number} */ a, /** @type {number} */ b) =>
    `M${a} ${foot}V${top(a)}L${b} ${top(b)}V${foot}Z`;
  return svg`<g class="wedge">
    <path class="budget" d=${shape(left, right)}/>
    ${used > left ? svg`<path class="spent" d=${shape(left, used)}/>` : nothing}
  </g>`;
}
