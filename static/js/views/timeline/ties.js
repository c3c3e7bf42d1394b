/** The start order as a line with stations, and the yellow thread from cause to effect. */

import { nothing, svg } from "lit-html";

import { startOrder, threadKeys } from "../../layout/connections.js";

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
    const start =
      from.lane.kind === "init"
        ? Math.min(x, Math.max(scale.x(link.fromMs) + 13, x - 14))
        : scale.x(link.fromMs);
    const top = from.lane.kind === "init" ? from.y + from.height : from.centre;
    const bend = Math.min(10, (to.centre - top) / 2);
    return svg`<path class="order" d="M${start} ${top}C${start} ${top + bend} ${x} ${to.centre - bend - 6} ${x} ${to.centre}"/>
      ${from.lane.kind === "sidecar" ? station(start, from.centre) : nothing}
      ${station(x, to.centre)}`;
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
  return rows.map((row) => {
    const capsules = row.lane.capsules.map((capsule) => {
      const cause = ids.has(capsule.record);
      const from = Math.max(scale.left, scale.x(capsule.fromMs));
      const to = Math.min(scale.right, scale.x(capsule.toMs));
      if (to < from || (!cause && to - from < 8)) return nothing;
      return svg`<rect class="held ${cause ? "cause" : ""}" x=${from - 13} y=${row.centre - 12} width=${to - from + 26} height="24" rx="12"/>`;
    });
    const wedges = row.lane.wedges.map((wedge) => {
      if (!ids.has(wedge.record)) return nothing;
      const from = Math.max(scale.left, scale.x(wedge.fromMs));
      const to = Math.min(scale.right, scale.x(wedge.dueMs));
      return svg`<rect class="held cause" x=${from - 8} y=${row.y - 4} width=${Math.max(16, to - from + 16)} height=${row.height + 8} rx="8"/>`;
    });
    return [capsules, wedges];
  });
}

/**
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {Picture} picture
 */
export function thread(rows, scale, { step, chain, trace, story, store }) {
  if (!step || !trace || !story || store.selected !== null) return nothing;
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
  </g>`;
}
