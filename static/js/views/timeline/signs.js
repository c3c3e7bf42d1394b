/** Marks: what happens at one instant, each with a shape of its own. */

import { nothing, svg } from "lit-html";

import { gathered, runs } from "../../layout/marks.js";
import { textWidth } from "../../layout/rows.js";
import { level, rect, text } from "./shapes.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("../../layout/axis.js").Scale} Scale
 * @typedef {import("../../layout/track.js").Mark} Mark
 * @typedef {import("../../layout/marks.js").Group} Group
 */

export const EVENT_GAP = 13;
const PROBE_GAP = 10;
/** A command and the events that it leads to at once stand side by side. */
const BESIDE = 17;
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
  return svg`${level(`probe-run ${kind}`, { x1: fromX, x2: toX, y })}
    ${probe(kind, fromX, y)}${probe(kind, toX, y)}`;
}

/** @type {Record<string, import("lit-html").TemplateResult<2>>} */
const PROBES = {
  passed: svg`<circle r="6.5"/><path d="M-3 0l2.2 2.4 4-4.8"/>`,
  failed: svg`<path class="ground" d="M0-9.2 9.2 0 0 9.2-9.2 0z"/>
    <path class="cross" d="M-3-3l6 6m0-6l-6 6"/>`,
  unknown: svg`<rect x="-6" y="-6" width="12" height="12"/>
    <text y="4" text-anchor="middle" font-size="10">?</text>`,
};

/**
 * @param {Mark["kind"]} kind
 * @param {number} x
 * @param {number} y
 */
export function probe(kind, x, y) {
  return svg`<g class="mark ${kind}" transform="translate(${x} ${y})">${PROBES[kind]}</g>`;
}

// Containers

/**
 * @param {Mark} mark
 * @param {Row} row
 * @param {Scale} scale
 */
function containerMark(mark, row, scale) {
  const x = scale.x(mark.atMs);
  if (mark.kind === "restart") return restart(x, row);
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
  const size = row.lane.kind === "pod" ? 0.62 : 1;
  return svg`<g class="mark restart" transform="translate(${x} ${row.centre}) scale(${size})">
    <circle r="10.5"/>
    <path d="M-4.4 1a4.6 4.6 0 1 0 1.5-4.4"/><path d="M-3.4-6.6l.2 3.9 3.9-.2"/>
  </g>`;
}

/**
 * A shield over the track with the signal's number, and its name where there is room.
 *
 * @param {Mark} mark
 * @param {number} x
 * @param {Row} row
 * @param {Scale} scale
 */
function signal(mark, x, row, scale) {
  const wide = scale.perMs * 1000 > 40;
  const name = (wide && mark.name) || "";
  const right = x + 80 < scale.right;
  const place = { x: right ? 13 : -13, y: -3, size: 12 };
  return svg`<g class="mark ${mark.kind}" transform="translate(${x} ${row.y})">
    <path d="M-9-4h18v11l-9 8-9-8z"/>
    ${text("number", mark.text, { x: 0, y: 4.8, size: 10, anchor: "middle" })}
    ${text("name", name, { ...place, anchor: right ? "start" : "end" })}
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
  const letters = textWidth(mark.text, 13);
  const width = tick ? 40 : Math.max(24, letters + 12);
  const { y, height } = row;
  const box = { x: x - 1, y, width, height, radius: tick ? height / 2 : 6 };
  const middle = tick ? box.x + 27 : box.x + width / 2;
  const plate = { x: middle - letters / 2 - 2, y: row.centre - 8, width: letters + 4, height: 16 };
  return svg`<g class="segment exit s-${failed ? "fail" : "done"}">
    ${rect("fill", box)}
    ${failed ? rect("hatch", box, "url(#hatch-fail)") : nothing}
    ${failed ? rect("plate", { ...plate, radius: 4 }) : nothing}
    ${tick ? svg`<path class="tick" d="M${box.x + 10} ${row.centre}l3.5 3.5 6-7"/>` : nothing}
    ${text("on mono", mark.text, { x: middle, y: row.centre + 4.5, size: 13, anchor: "middle" })}
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
  let last = -Infinity;
  return groups.map((group, i) => {
    const next = groups[i + 1]?.fromX ?? scale.right + 10;
    const x = Math.max(group.fromX, last + BESIDE);
    last = x;
    const input = group.marks[0].kind === "input";
    const words = group.marks.length === 1 ? group.marks[0].text : "";
    const width = textWidth(words, 12) * (input ? 1.12 : 1) + 16;
    const room = input ? x - free > width + 6 : next - x > width + 14;
    const drawn = event(group, x, row.centre, room ? words : "");
    free = input || !room ? x + 10 : x + width;
    return drawn;
  });
}

/**
 * @param {Group} group
 * @param {number} x
 * @param {number} y
 * @param {string} words
 */
function event({ marks }, x, y, words) {
  const kind = marks.find((mark) => mark.kind === "warning")?.kind ?? marks[0].kind;
  const input = kind === "input";
  const place = { x: input ? -13 : 13, y: 4.2, size: input ? 12.5 : 12 };
  return svg`<g class="mark ${kind}" transform="translate(${x} ${y})">
    ${kind === "normal" && marks.length > 1 ? counted(marks.length) : EVENTS[kind]}
    ${text(input ? "name mono" : "name", words, { ...place, anchor: input ? "end" : "start" })}
  </g>`;
}

/** @param {number} count */
function counted(count) {
  const words = text("count", String(count), { x: 0, y: 4, size: 11, anchor: "middle" });
  return svg`<circle r="8.5"/>${words}`;
}

/** @type {Record<string, import("lit-html").TemplateResult<2>>} */
const EVENTS = {
  input: svg`<rect x="-8" y="-8" width="16" height="16" rx="4"/><path d="M-4-3l3 3-3 3M1 4h4"/>`,
  warning: svg`<path d="M0-7 7.5 6h-15z"/><path class="bang" d="M0-2.5v4M0 4v.1"/>`,
  normal: svg`<circle r="5.5"/>`,
};
