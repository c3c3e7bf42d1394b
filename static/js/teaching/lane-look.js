/** How a value of a lane looks, and where it lies. */

import { gettext, interpolate } from "../store/words.js";

/** @type {[RegExp, string][]} */
const LOOKS = [
  [/BackOff|Waiting|Pending|Creating|Initializing|^waiting|Gated|^Init:\d/, "s-wait"],
  [/Err|Error|OOM|Failed|Evicted|DeadlineExceeded/, "s-fail"],
  [/Terminating/, "s-term"],
  [/Completed|Succeeded/, "s-done"],
  [/Running|running/, "s-run"],
];

/**
 * @param {string} what
 * @param {string} value
 */
export function classOf(what, value) {
  if (what === "READY") {
    const [ready, all] = value.split("/");
    return ready === all ? "s-ready" : "s-wait";
  }
  if (what === "RESTARTS") return value === "0" ? "s-none" : "s-fail";
  return LOOKS.find(([pattern]) => pattern.test(value))?.[1] ?? "s-none";
}

/**
 * @param {number} part
 * @param {number} whole
 */
export function percent(part, whole) {
  return `${((100 * part) / Math.max(1, whole)).toFixed(3)}%`;
}

/** @param {number} ms */
export function seconds(ms) {
  const whole = ms / 1000;
  if (whole < 120) return interpolate(gettext("%(count)s s"), { count: whole.toFixed(1) });
  const values = { minutes: Math.floor(whole / 60), seconds: Math.round(whole % 60) };
  return interpolate(gettext("%(minutes)s min %(seconds)s s"), values);
}
