/** Which scenes this browser's person has done; it never leaves the browser. */

import { recall, remember } from "../store/preferences.js";

const NAME = "learned";

/** @returns {Set<string>} */
export function learned() {
  return new Set((recall(NAME) ?? "").split(" ").filter(Boolean));
}

/** @param {string} scene */
export function learn(scene) {
  remember(NAME, [...learned().add(scene)].join(" "));
}

export function forget() {
  remember(NAME, null);
}
