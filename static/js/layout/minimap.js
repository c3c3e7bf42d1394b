/** The whole trace in a few thin lines; what is drawn of many Pods is in crowd-map.js. */

/**
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {import("./track.js").Segment} Segment
 */

/**
 * @typedef {object} Thread
 * @property {number} y
 * @property {number} height
 * @property {Segment[]} segments
 */

/**
 * @typedef {object} Minimap
 * @property {Thread[]} threads
 * @property {number[]} failures   moments, in ms
 */

/** Heights of the drawing, which is stretched to fit. */
export const MINIMAP_HEIGHT = 44;
const MOST_CONTAINERS = 2;
const MOST_PODS = 4;

/**
 * @param {Lane[]} lanes
 * @returns {Minimap}
 */
export function minimapOf(lanes) {
  const containers = lanes.filter((lane) => lane.kind === "app").slice(0, MOST_CONTAINERS);
  const pods = lanes.filter((lane) => lane.kind === "pod").slice(0, MOST_PODS);
  const chosen = [
    lanes.find((lane) => lane.kind === "phase"),
    lanes.find((lane) => lane.kind === "endpoint") ?? lanes.find((lane) => lane.kind === "status"),
    ...(pods.length > 1 ? pods : containers),
  ].filter((lane) => lane !== undefined);
  const pitch = Math.min(9, 33 / Math.max(1, chosen.length));
  const threads = chosen.map((lane, i) => ({
    y: 3 + i * pitch,
    height: Math.min(lane.kind === "app" ? 7 : 5, pitch - 1.5),
    segments: [...lane.segments, ...lane.pulls],
  }));
  const failures = lanes.flatMap((lane) =>
    lane.marks
      .filter((mark) => mark.kind === "failed" || mark.kind === "exit-fail" || mark.kind === "kill")
      .map((mark) => mark.atMs),
  );
  return { threads, failures: [...new Set(failures)] };
}
