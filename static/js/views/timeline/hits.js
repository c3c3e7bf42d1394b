/**
 * What can be pointed at, focused and heard: one transparent shape for each segment and mark.
 *
 * Only one of them is in the tab order; arrows go on from there, within the lane and to the
 * lanes above and below.
 */

import { nothing, svg } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";

import { gathered, runs } from "../../layout/marks.js";
import { clock } from "../../layout/axis.js";
import { gettext, interpolate } from "../../store/words.js";
import { EVENT_GAP } from "./signs.js";
import { boxOf } from "./segments.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("../../layout/axis.js").Scale} Scale
 */

/** Smaller than this is hard to hit. */
const REACH = 8;
/** Of so many marks in one place each is named. */
const MOST_SAID = 8;

/**
 * @param {Row[]} rows
 * @param {Scale} scale
 */
export function hits(rows, scale) {
  const hitsOf = (/** @type {Row} */ row) => {
    const { lane } = row;
    if (lane.kind === "branch") return nothing;
    const spans = [...lane.segments, ...lane.pulls, ...lane.hooks];
    const wedges = lane.wedges.map((w) => ({ ...w, toMs: w.dueMs, label: lane.sub }));
    return svg`<g role="group" data-key=${lane.key} aria-label=${lane.title || lane.sub}>
      ${[...spans, ...wedges].map((span) => spanHit(span, row, scale))}
      ${markHits(row, scale)}
    </g>`;
  };
  return repeat(rows, ({ lane }) => lane.key, hitsOf);
}

/**
 * @param {{fromMs: number, toMs: number, label: string, record: number}} span
 * @param {Row} row
 * @param {Scale} scale
 */
function spanHit(span, row, scale) {
  const tall = Math.max(row.height, 12);
  const box = boxOf(span, { y: row.centre - tall / 2, height: tall }, scale);
  if (!box) return nothing;
  const label = `${span.label}, ${clock(span.fromMs)} – ${clock(span.toMs)}`;
  return hit(span.record, label, box.x, box.y, box.width, tall);
}

/**
 * @param {Row} row
 * @param {Scale} scale
 */
function markHits(row, scale) {
  const { lane } = row;
  const near = lane.marks.filter(
    (m) => scale.x(m.atMs) >= scale.left && scale.x(m.atMs) <= scale.right,
  );
  const groups = lane.kind === "events" ? gathered(near, scale, EVENT_GAP) : runs(near, scale, 7);
  return groups.map(({ marks, fromX, toX }) => {
    const cap = marks[0].kind.startsWith("exit") ? 24 : 0;
    const label = listed(marks);
    const y = marks[0].kind === "signal" || marks[0].kind === "kill" ? row.y - 4 : row.centre - 10;
    const width = cap || toX - fromX + 2 * REACH;
    return hit(marks[marks.length - 1].record, label, fromX - (cap ? 0 : REACH), y, width, 20);
  });
}

/** @param {import("../../layout/track.js").Mark[]} marks */
function listed(marks) {
  const said = marks.slice(0, MOST_SAID).map(timed);
  const more = marks.length - said.length;
  if (more) said.push(interpolate(gettext("and %(count)s more"), { count: more }));
  return said.join("\n");
}

/** @param {import("../../layout/track.js").Mark} mark */
function timed({ label, atMs }) {
  const time = clock(atMs);
  return label.includes(time) ? label : `${time} ${label}`;
}

/**
 * @param {number} record
 * @param {string} label
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
function hit(record, label, x, y, width, height) {
  return svg`<rect class="hit" role="button" tabindex="-1" aria-label=${label} data-tip=${label}
    data-record=${record} x=${x} y=${y} width=${width} height=${height} rx="6"/>`;
}

/**
 * The shape to which an arrow leads from one that has the focus.
 *
 * @param {SVGElement} root
 * @param {Element} from
 * @param {string} key
 * @returns {SVGElement | null}
 */
export function nextHit(root, from, key) {
  const groups = [...root.querySelectorAll("g[role=group]")].filter((g) => g.querySelector(".hit"));
  const group = groups.findIndex((g) => g.contains(from));
  const own = [...(groups[group]?.querySelectorAll(".hit") ?? [])].sort(
    (a, b) => left(a) - left(b),
  );
  const at = own.indexOf(from);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    return /** @type {SVGElement | null} */ (own[at + (key === "ArrowRight" ? 1 : -1)] ?? null);
  }
  const other = groups[group + (key === "ArrowDown" ? 1 : -1)];
  const near = [...(other?.querySelectorAll(".hit") ?? [])].sort(
    (a, b) => Math.abs(left(a) - left(from)) - Math.abs(left(b) - left(from)),
  );
  return /** @type {SVGElement | null} */ (near[0] ?? null);
}

/** @param {Element} element */
function left(element) {
  return Number(element.getAttribute("x"));
}
