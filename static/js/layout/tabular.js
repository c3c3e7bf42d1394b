/** The timeline as a table: each stretch and each mark a row, in the order of time. */

/**
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {import("./axis.js").Window} Window
 */

/**
 * @typedef {object} TableRow
 * @property {number} fromMs
 * @property {number | null} toMs   null for what happens at one instant
 * @property {string} lane
 * @property {string} text
 * @property {import("./owners.js").Generation | null} generation   of the Pod that it is about
 * @property {number} record
 */

/** More rows than these are no help to anybody: the window can be made smaller. */
export const MOST_ROWS = 400;

/**
 * @param {Lane[]} lanes
 * @param {Window} window
 * @returns {TableRow[]}
 */
export function tableOf(lanes, window) {
  let container = "";
  const rows = lanes.flatMap((lane) => {
    if (lane.key.startsWith("container/")) container = lane.title;
    const title = lane.title || lane.sub;
    const name = lane.kind === "probe" ? `${container}, ${lane.sub}` : title;
    return rowsOf(lane, name).map((row) => ({ ...row, generation: lane.generation }));
  });
  return rows
    .filter(({ fromMs, toMs }) => (toMs ?? fromMs) >= window.fromMs && fromMs <= window.toMs)
    .sort((a, b) => a.fromMs - b.fromMs || a.record - b.record);
}

/**
 * @param {Lane} lane
 * @param {string} name
 */
function rowsOf({ segments, pulls, hooks, wedges, marks, sub }, name) {
  const spans = [...segments.filter(({ look }) => look !== "off"), ...pulls, ...hooks];
  return [
    ...spans.map(({ fromMs, toMs, label, record }) => ({
      fromMs,
      toMs,
      lane: name,
      text: label,
      record,
    })),
    ...wedges.map(({ fromMs, dueMs, record }) => ({
      fromMs,
      toMs: dueMs,
      lane: name,
      text: sub,
      record,
    })),
    ...marks.map(({ atMs, label, record }) => ({
      fromMs: atMs,
      toMs: null,
      lane: name,
      text: label,
      record,
    })),
  ];
}
