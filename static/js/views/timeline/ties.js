/** The start order as a line with stations, and the yellow thread from cause to effect. */

import { nothing, svg } from "lit-html";

import { startOrder, threadKeys } from "../../layout/connections.js";
import { rect } from "./shapes.js";
import { probe } from "./signs.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("../../layout/axis.js").Scale} Scale
 * @typedef {import("../picture.js").Picture} Picture
 */

/**
 * @param {Row[]} rows
 * @param {Scale} scale
 */
export function orderLines(rows, scale) {
  const byKey = new Map(rows.map((row) => [row.lane.key, row]));
  return startOrder(rows.map((row) => row.lane)).map((link) => {
    const from = byKey.get(link.fromKey);
    const to = byKey.get(link.toKey);
    const x = scale.x(link.toMs);
    if (!from || !to || x < scale.left || x > scale.right) return nothing;
    const init = from.lane.kind === "init";
    const leaves = scale.x(link.fromMs);
    const start = init ? Math.min(x, Math.max(leaves + 13, x - 14)) : leaves;
    const top = init ? from.y + from.height : from.centre;
    const foot = to.centre;
    const bend = Math.min(10, (foot - top) / 2);
    const path = `M${start} ${top}C${start} ${top + bend} ${x} ${foot - bend - 6} ${x} ${foot}`;
    return svg`<path class="order" d=${path}/>
      ${init ? nothing : station(start, from.centre)}
      ${station(x, foot)}`;
  });
}

/**
 * @param {number} x
 * @param {number} y
 */
function station(x, y) {
  return svg`<circle class="station" cx=${x} cy=${y} r="5.5"/>`;
}

/**
 * What lies under the tracks: the failures in a row, and the grace, that are the cause.
 *
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {Picture} picture
 */
export function held(rows, scale, picture) {
  const ids = new Set(picture.chain.map((record) => record.id));
  return rows.map((row) => [
    row.lane.capsules.map((capsule) => heldFailures(capsule, row, scale, ids.has(capsule.record))),
    row.lane.wedges
      .filter((wedge) => ids.has(wedge.record))
      .map((wedge) => heldGrace(wedge, row, scale)),
  ]);
}

/**
 * @param {import("../../layout/probes.js").Capsule} capsule
 * @param {Row} row
 * @param {Scale} scale
 * @param {boolean} cause   of what is asked about
 */
function heldFailures(capsule, row, scale, cause) {
  const from = Math.max(scale.left, scale.x(capsule.fromMs));
  const to = Math.min(scale.right, scale.x(capsule.toMs));
  if (to < from || (!cause && to - from < 8)) return nothing;
  const box = { x: from - 13, y: row.centre - 12, width: to - from + 26, height: 24, radius: 12 };
  return rect(cause ? "held cause" : "held", box);
}

/**
 * @param {import("../../layout/grace.js").Wedge} wedge
 * @param {Row} row
 * @param {Scale} scale
 */
function heldGrace(wedge, row, scale) {
  const from = Math.max(scale.left, scale.x(wedge.fromMs));
  const to = Math.min(scale.right, scale.x(wedge.dueMs));
  const width = Math.max(16, to - from + 16);
  const { y, height } = row;
  return rect("held cause", { x: from - 8, y: y - 4, width, height: height + 8, radius: 8 });
}

/**
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {Picture} picture
 */
export function thread(rows, scale, { step, chain, trace, story, store }) {
  if (!step || !trace || !story || store.gaze.selected !== null) return nothing;
  const keys = threadKeys([...step.records, ...chain], step.atMs, trace.history, story.uid);
  const on = rows.filter((row) => keys.includes(row.lane.key));
  const x = scale.x(step.atMs);
  if (on.length < 2 || x < scale.left || x > scale.right) return nothing;
  const [top, foot] = [on[0].centre, on[on.length - 1].centre];
  const nodes = on.filter((row) => row.lane.kind !== "probe");
  return svg`<g class="thread">
    <line class="casing" x1=${x} x2=${x} y1=${top} y2=${foot}/>
    <line class="line" x1=${x} x2=${x} y1=${top} y2=${foot}/>
    ${nodes.map((row) => svg`<circle cx=${x} cy=${row.centre} r="6.5"/>`)}
    ${on.map((row) => probeOf(row, chain, scale))}
  </g>`;
}

/**
 * The probe that the thread begins at lies on it, not under it.
 *
 * @param {Row} row
 * @param {import("../../wire/records.js").WireRecord[]} chain
 * @param {Scale} scale
 */
function probeOf(row, chain, scale) {
  if (row.lane.kind !== "probe") return nothing;
  const mark = row.lane.marks.find(({ record }) => chain.some(({ id }) => id === record));
  return mark ? probe(mark.kind, scale.x(mark.atMs), row.centre) : nothing;
}
