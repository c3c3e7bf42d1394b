/**
 * Motion that explains: what has just happened stirs once. A container turns over into its next
 * run, an endpoint slides out of its lane. Who wants less motion sees the result alone.
 */

import { nothing, svg } from "lit-html";

import { millis } from "../../wire/records.js";
import { rect } from "./shapes.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("../../layout/axis.js").Scale} Scale
 * @typedef {import("../picture.js").Picture} Picture
 */

/** So much of what leaves is seen to leave. */
const LEAVING = 70;

/**
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {Picture} picture
 */
export function stirs(rows, scale, { step, story }) {
  if (!step || !story) return nothing;
  const rowOf = (/** @type {string} */ key) => rows.find(({ lane }) => lane.key === key);
  const x = scale.x(step.atMs);
  if (x < scale.left || x > scale.right) return nothing;
  const restarts = step.records.map((record) => {
    if (record.type !== "process" || record.what !== "start" || !record.attempt) return nothing;
    const row = rowOf(`container/${record.container}`);
    return row && record.uid === story.uid ? turn(scale.x(millis(record)), row) : nothing;
  });
  const leaving = [...story.endpoints].map(([service, changes]) => {
    const at = changes.findIndex(({ record }) => step.records.some(({ id }) => id === record.id));
    const row = rowOf(`service/${service}`);
    const leaves = at > 0 && changes[at - 1].state === "ready" && changes[at].state !== "ready";
    return row && leaves ? slide(scale.x(changes[at].atMs), row, scale) : nothing;
  });
  return svg`${restarts}${leaving}`;
}

/**
 * @param {number} x
 * @param {Row} row
 */
function turn(x, { centre }) {
  return svg`<g class="stir turn" transform="translate(${x} ${centre})">
    <g><circle r="15"/><path d="M-6 2a6.4 6.4 0 1 0 2-6M-5-9l.4 5.4 5.4-.4"/></g></g>`;
}

/**
 * @param {number} x
 * @param {Row} row
 * @param {Scale} scale
 */
function slide(x, { y, height }, { left }) {
  const from = Math.max(left, x - LEAVING);
  if (x - from < 8) return nothing;
  return rect("stir slide", { x: from, y, width: x - from, height, radius: height / 2 });
}
