/** Marks: what happens at one instant, each with a shape of its own. */

import { nothing, svg } from "lit-html";

import { gathered, runs } from "../../layout/marks.js";
import { textWidth } from "../../layout/rows.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("../../layout/axis.js").Scale} Scale
 * @typedef {import("../../layout/track.js").Mark} Mark
 * @typedef {import("../../layout/marks.js").Group} Group
 */

export const EVENT_GAP = 13;
const PROBE_GAP = 10;
const RESTART_ROOM = 30;

/**
 * @param {Row} row
 * @param {Scale} scale
 */
export function rowMarks(row, scale) {
  const { lane } = row;
  if (lane.kind === "probe") return probeMarks(row, scale);
  if (lane.kind === "events") return eventMarks(row, scale);
  const near = lane.marks.filter((mark) => inSight(mark, scale));
  return near.map((mark) => containerMark(mark, row, scale));
}

/**
 * @param {Mark} mark
 * @param {Scale} scale
 */
function inSight(mark, scale) {
  const x = scale.x(mark.atMs);
  return x >= scale.left - 1 && x <= scale.right + 1;
}

// Probes

/**
 * @param {Row} row
 * @param {Scale} scale
 */
function probeMarks(row, scale) {
  const groups = runs(
    row.lane.marks.filter((mark) => inSight(mark, scale)),
    scale,
    PROBE_GAP,
  );
  return groups.map((group) => probeRun(group, row.centre));
}

/**
 * Probes too close to be told apart become a line of their colour between the outer two.
 *
 * @param {Group} group
 * @param {number} y
 */
function probeRun({ marks, fromX, toX }, y) {
  const [{ kind }] = marks;
  if (toX - fromX < 7) return probe(kind, (fromX + toX) / 2, y);
  return svg`<line class="probe-run ${kind}" x1=${fromX} x2=${toX} y1=${y} y2=${y}/>
    ${probe(kind, fromX, y)}${probe(kind, toX, y)}`;
}

/**
 * @param {Mark["kind"]} kind
 * @param {number} x
 * @param {number} y
 */
function probe(kind, x, y) {
  const at = `translate(${x} ${y})`;
  if (kind === "passed") {
    return svg`<g class="mark passed" transform=${at}><circle r="6.5"/><path d="M-3 0l2.2 2.4 4-4.8"/></g>`;
  }
  if (kind === "failed") {
    return svg`<g class="mark failed" transform=${at}><path class="ground" d="M0-9.2 9.2 0 0 9.2-9.2 0z"/><path class="cross" d="M-3-3l6 6m0-6l-6 6"/></g>`;
  }
  return svg`<g class="mark unknown" transform=${at}><rect x="-6" y="-6" width="12" height="12"/><text y="4" text-anchor="middle" font-size="10">?</text></g>`;
}

// Containers

/**
 * @param {Mark} mark
 * @param {Row} row
 * @param {Scale} scale
 */
function containerMark(mark, row, scale) {
  const x = scale.x(mark.atMs);
  if (mark.kind === "restart")
    return row.lane.kind === "pod" ? smallRestart(x, row) : restart(x, row);
  if (mark.kind === "signal" || mark.kind === "kill") return signal(mark, x, row, scale);
  const next = row.lane.marks.find((m) => m.kind === "restart" && m.atMs >= mark.atMs);
  if (next && scale.x(next.atMs) - x < RESTART_ROOM) return nothing;
  return mark.kind === "exit-done" || mark.kind === "exit-fail" ? exitCap(mark, x, row) : nothing;
}

/**
 * @param {number} x
 * @param {Row} row
 */
function restart(x, row) {
  return svg`<g class="mark restart" transform="translate(${x} ${row.centre})">
    <circle r="10.5"/><path d="M-4.4 1a4.6 4.6 0 1 0 1.5-4.4"/><path d="M-3.4-6.6l.2 3.9 3.9-.2"/>
  </g>`;
}

/**
 * @param {number} x
 * @param {Row} row
 */
function smallRestart(x, row) {
  return svg`<g class="mark restart" transform="translate(${x} ${row.centre}) scale(.62)">
    <circle r="10.5"/><path d="M-4.4 1a4.6 4.6 0 1 0 1.5-4.4"/><path d="M-3.4-6.6l.2 3.9 3.9-.2"/>
  </g>`;
}

/**
 * @param {Mark} mark
 * @param {number} x
 * @param {Row} row
 * @param {Scale} scale
 */
function signal(mark, x, row, scale) {
  const wide = scale.perMs * 1000 > 40;
  const name = mark.label.split(" ")[0];
  const right = x + 80 < scale.right;
  return svg`<g class="mark ${mark.kind}" transform="translate(${x} ${row.y})">
    <path d="M-9-4h18v11l-9 8-9-8z"/>
    <text class="number" y="4.8" text-anchor="middle" font-size="10">${mark.text}</text>
    ${wide ? svg`<text class="name" x=${right ? 13 : -13} y="-3" text-anchor=${right ? "start" : "end"} font-size="12">${name}</text>` : nothing}
  </g>`;
}

/**
 * The square end of a track, with the exit code.
 *
 * @param {Mark} mark
 * @param {number} x
 * @param {Row} row
 */
function exitCap(mark, x, row) {
  const failed = mark.kind === "exit-fail";
  const tick = !failed && row.lane.kind === "init";
  const width = tick ? 40 : Math.max(24, textWidth(mark.text, 13) + 12);
  const radius = tick ? row.height / 2 : 6;
  const at = { x: x - 1, y: row.y };
  const shape = (/** @type {string} */ look, /** @type {unknown} */ fill) => svg`<rect class=${look}
    fill=${fill} x=${at.x} y=${at.y} width=${width} height=${row.height} rx=${radius}/>`;
  const middle = tick ? at.x + 27 : at.x + width / 2;
  return svg`<g class="segment exit s-${failed ? "fail" : "done"}">
    ${shape("fill", nothing)}
    ${failed ? shape("hatch", "url(#hatch-fail)") : nothing}
    ${failed ? svg`<rect class="plate" x=${middle - textWidth(mark.text, 13) / 2 - 2} y=${row.centre - 8} width=${textWidth(mark.text, 13) + 4} height="16" rx="4"/>` : nothing}
    ${tick ? svg`<path class="tick" d="M${at.x + 10} ${row.centre}l3.5 3.5 6-7"/>` : nothing}
    <text class="on mono" x=${middle} y=${row.centre + 4.5} text-anchor="middle" font-size="13">${mark.text}</text>
  </g>`;
}

// Events

/**
 * @param {Row} row
 * @param {Scale} scale
 */
function eventMarks(row, scale) {
  const marks = row.lane.marks.filter((mark) => inSight(mark, scale));
  const groups = gathered(marks, scale, EVENT_GAP);
  /** Labels to the left reach back as far as the last one to the right. */
  let free = scale.left;
  return groups.map((group, i) => {
    const next = groups[i + 1]?.fromX ?? scale.right + 10;
    const x = group.fromX;
    const input = group.marks[0].kind === "input";
    const text = group.marks.length === 1 ? group.marks[0].text : "";
    const width = textWidth(text, 12) * (input ? 1.12 : 1) + 16;
    const room = input ? x - free > width + 6 : next - x > width + 14;
    const drawn = event(group, x, row.centre, room && text ? text : "");
    free = input || !room ? x + 10 : x + width;
    return drawn;
  });
}

/**
 * @param {Group} group
 * @param {number} x
 * @param {number} y
 * @param {string} text
 */
function event(group, x, y, text) {
  const { marks } = group;
  const warning = marks.some((mark) => mark.kind === "warning");
  const at = `translate(${x} ${y})`;
  if (marks[0].kind === "input") {
    return svg`<g class="mark input" transform=${at}><rect x="-8" y="-8" width="16" height="16" rx="4"/><path d="M-4-3l3 3-3 3M1 4h4"/>
      <text class="name mono" x="-13" y="4" text-anchor="end" font-size="12.5">${text}</text></g>`;
  }
  const name = svg`<text class="name" x="13" y="4.2" font-size="12">${text}</text>`;
  if (warning) {
    return svg`<g class="mark warning" transform=${at}><path d="M0-7 7.5 6h-15z"/><path class="bang" d="M0-2.5v4M0 4v.1"/>${name}</g>`;
  }
  if (marks.length > 1) {
    return svg`<g class="mark normal" transform=${at}><circle r="8.5"/><text class="count" y="4" text-anchor="middle" font-size="11">${marks.length}</text></g>`;
  }
  return svg`<g class="mark normal" transform=${at}><circle r="5.5"/>${name}</g>`;
}
