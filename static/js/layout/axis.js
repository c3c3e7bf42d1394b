/** The shared time axis: from time to place and back, its ticks, and how times are written. */

import { gettext, interpolate } from "../store/words.js";

/**
 * @typedef {object} Window   what part of the trace is to be seen
 * @property {number} fromMs
 * @property {number} toMs
 */

const STEPS_MS = [
  50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
];
const NARROWEST_MS = 200;

/** What is skipped of the time takes room for its words; where much is skipped, little. */
const SKIP_WIDTHS = [60, 140];
const SKIP_SHARE = 0.3;

export class Scale {
  /**
   * @param {Window} window
   * @param {number} left    where the window begins
   * @param {number} right   where it ends
   * @param {Window[]} [idle]   stretches to skip, sorted
   */
  constructor(window, left, right, idle = []) {
    this.fromMs = window.fromMs;
    this.toMs = window.toMs;
    this.left = left;
    this.right = right;
    /** Those in sight, with where each begins in the drawing. */
    this.skips = idle
      .map(({ fromMs, toMs }) => ({
        fromMs: Math.max(fromMs, window.fromMs),
        toMs: Math.min(toMs, window.toMs),
        x: 0,
      }))
      .filter(({ fromMs, toMs }) => toMs > fromMs);
    const share = (SKIP_SHARE * (right - left)) / Math.max(1, this.skips.length);
    this.skipWidth = Math.max(SKIP_WIDTHS[0], Math.min(SKIP_WIDTHS[1], share));
    const skipped = this.skips.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    const room = right - left - this.skips.length * this.skipWidth;
    this.perMs = room / Math.max(1, window.toMs - window.fromMs - skipped);
    let before = 0;
    for (const [i, skip] of this.skips.entries()) {
      skip.x = left + (skip.fromMs - window.fromMs - before) * this.perMs + i * this.skipWidth;
      before += skip.toMs - skip.fromMs;
    }
  }

  /** @param {number} ms */
  x(ms) {
    if (!this.skips.length) return this.left + (ms - this.fromMs) * this.perMs;
    const skip = this.skips.findLast(({ fromMs }) => fromMs <= ms);
    if (!skip) return this.left + (ms - this.fromMs) * this.perMs;
    if (ms >= skip.toMs) return skip.x + this.skipWidth + (ms - skip.toMs) * this.perMs;
    return skip.x + ((ms - skip.fromMs) / (skip.toMs - skip.fromMs)) * this.skipWidth;
  }

  /** @param {number} x */
  ms(x) {
    const skip = this.skips.findLast((one) => one.x <= x);
    if (!skip) return this.fromMs + (x - this.left) / this.perMs;
    const past = x - skip.x - this.skipWidth;
    if (past >= 0) return skip.toMs + past / this.perMs;
    return skip.fromMs + ((x - skip.x) / this.skipWidth) * (skip.toMs - skip.fromMs);
  }

  /**
   * Whether a moment is one of those that are skipped.
   *
   * @param {number} ms
   */
  isSkipped(ms) {
    return this.skips.some(({ fromMs, toMs }) => ms > fromMs && ms < toMs);
  }
}

/**
 * The ticks of a window, none closer to the next than `gap`.
 *
 * @param {Scale} scale
 * @param {number} gap
 * @returns {{ms: number, x: number, label: string}[]}
 */
export function ticks(scale, gap) {
  const step = STEPS_MS.find((s) => s * scale.perMs >= gap) ?? STEPS_MS.at(-1) ?? 1;
  const found = [];
  for (let ms = Math.ceil(scale.fromMs / step) * step; ms <= scale.toMs; ms += step) {
    if (!scale.isSkipped(ms)) found.push({ ms, x: scale.x(ms), label: tickLabel(ms, step) });
  }
  return found;
}

/**
 * @param {number} ms
 * @param {number} stepMs
 */
function tickLabel(ms, stepMs) {
  if (ms >= 3_600_000 || (ms >= 120_000 && stepMs >= 1000)) return colons(ms, 0);
  const digits = stepMs < 100 ? 2 : stepMs < 1000 ? 1 : 0;
  return seconds(ms, digits);
}

/**
 * @param {number} ms
 * @param {number} digits
 */
function seconds(ms, digits) {
  return interpolate(gettext("%(count)s s"), { count: (ms / 1000).toFixed(digits) });
}

/**
 * 1:02:03.4
 *
 * @param {number} ms
 * @param {number} digits
 */
function colons(ms, digits) {
  const unit = 10 ** (3 - digits);
  const whole = Math.floor(ms / unit) * unit;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor(whole / 60_000) % 60;
  const rest = ((whole % 60_000) / 1000).toFixed(digits).padStart(digits ? digits + 3 : 2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/**
 * A moment, as the clock shows it: 22.74 s, 3:20.50.
 *
 * @param {number} ms
 * @param {number} [digits]
 */
export function clock(ms, digits = 2) {
  return ms < 120_000 ? seconds(Math.floor(ms / 10) * 10, digits) : colons(ms, digits);
}

/**
 * A length of time in few characters: 3.4 s, 40 s, 2 min 30 s.
 *
 * @param {number} ms
 */
export function duration(ms) {
  if (ms < 9950) return seconds(ms, ms % 1000 === 0 ? 0 : 1);
  const whole = Math.round(ms / 1000);
  if (whole < 120) return seconds(whole * 1000, 0);
  const values = { minutes: Math.floor(whole / 60), seconds: whole % 60 };
  if (!values.seconds) return interpolate(gettext("%(minutes)s min"), values);
  return interpolate(gettext("%(minutes)s min %(seconds)s s"), values);
}

/**
 * The window made `factor` times as wide around a moment that keeps its place.
 *
 * @param {Window} window
 * @param {number} factor
 * @param {number} aroundMs
 * @param {number} endMs
 * @returns {Window}
 */
export function zoom(window, factor, aroundMs, endMs) {
  const width = window.toMs - window.fromMs;
  const wanted = Math.min(endMs, Math.max(NARROWEST_MS, width * factor));
  const share = (aroundMs - window.fromMs) / width;
  return within(
    { fromMs: aroundMs - share * wanted, toMs: aroundMs + (1 - share) * wanted },
    endMs,
  );
}

/**
 * The window moved, if it must be, so that nothing before 0 or after the end is shown.
 *
 * @param {Window} window
 * @param {number} endMs
 * @returns {Window}
 */
export function within(window, endMs) {
  const width = Math.min(window.toMs - window.fromMs, endMs);
  const fromMs = Math.max(0, Math.min(endMs - width, window.fromMs));
  return { fromMs, toMs: fromMs + width };
}

/**
 * The window turned over like a page, once the playhead leaves it.
 *
 * @param {Window} window
 * @param {number} atMs
 * @param {number} endMs
 * @returns {Window}
 */
export function following(window, atMs, endMs) {
  const width = window.toMs - window.fromMs;
  const margin = width * 0.04;
  const ahead = atMs > window.toMs - margin && window.toMs < endMs;
  const behind = atMs < window.fromMs;
  if (!ahead && !behind) return window;
  return within({ fromMs: atMs - width * 0.3, toMs: atMs + width * 0.7 }, endMs);
}
