/** Where the playhead is: an anchor in wall time, and a speed. */

/**
 * @typedef {object} Anchor
 * @property {boolean} playing
 * @property {number} speed
 * @property {number} atMs       simulated time at the anchor
 * @property {number} wallMs     wall time of the anchor, by this browser's clock
 */

export const SPEEDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 100, 300, 1000];

/**
 * @param {import("../wire/records.js").Playback} playback
 * @param {number} clockOffsetMs   the server's clock minus this browser's
 * @returns {Anchor}
 */
export function anchorOf(playback, clockOffsetMs) {
  const { playing, speed, atMs, serverTime } = playback;
  return { playing, speed, atMs, wallMs: serverTime - clockOffsetMs };
}

/**
 * @param {Anchor} anchor
 * @param {number} wallMs
 * @param {number} endMs   nothing is known after it
 */
export function positionAt(anchor, wallMs, endMs) {
  const passed = anchor.playing ? Math.max(0, wallMs - anchor.wallMs) * anchor.speed : 0;
  return Math.max(0, Math.min(endMs, anchor.atMs + passed));
}

/**
 * The next speed up or down the ladder.
 *
 * @param {number} speed
 * @param {1 | -1} direction
 */
export function nextSpeed(speed, direction) {
  const ladder = direction > 0 ? SPEEDS : SPEEDS.toReversed();
  return ladder.find((s) => (s - speed) * direction > 1e-9) ?? speed;
}
