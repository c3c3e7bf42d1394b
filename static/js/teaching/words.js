/** Questions in words: those of a scene as they are written, generated ones from their data. */

import { gettext, interpolate } from "../store/words.js";

/**
 * @typedef {{value?: string, container?: string, low_ms?: number, high_ms?: number | null}} Option
 * @typedef {object} Question
 * @property {number} at_ms
 * @property {"asked" | "status" | "next" | "when"} kind
 * @property {number} right
 * @property {number | null} [comes_ms]
 * @property {number} [record]
 * @property {string} [ask]        of a scene's question
 * @property {string[]} [answers]
 * @property {string} [why]
 * @property {string} [pod]        of a generated one
 * @property {string} [container]
 * @property {string} [what]
 * @property {Option[]} [options]
 */

/** @param {Question} question */
export function askedOf({ kind, ask, pod = "", container = "", what = "" }) {
  if (kind === "asked") return ask ?? "";
  if (kind === "status") {
    const words = gettext("STATUS of %(pod)s is %(now)s. What does it become next?");
    return interpolate(words, { pod, now: what });
  }
  if (kind === "next") {
    return interpolate(gettext("Which container of %(pod)s starts or ends next?"), { pod });
  }
  const words =
    what === "start"
      ? gettext("Container %(container)s starts next. When?")
      : gettext("Container %(container)s ends next. When?");
  return interpolate(words, { container });
}

/** @param {Question} question */
export function answersOf(question) {
  if (question.kind === "asked") return question.answers ?? [];
  return (question.options ?? []).map((option) => optionOf(question, option));
}

/**
 * @param {Question} question
 * @param {Option} option
 */
function optionOf({ kind, what = "" }, { value = "", container = "", low_ms = 0, high_ms }) {
  if (kind === "status") {
    return value === "stays" ? interpolate(gettext("It stays %(now)s."), { now: what }) : value;
  }
  if (kind === "next") {
    if (value === "nobody") return gettext("None of them.");
    const words =
      value === "start" ? gettext("%(container)s starts") : gettext("%(container)s ends");
    return interpolate(words, { container });
  }
  const [low, high] = [low_ms / 1000, (high_ms ?? 0) / 1000];
  if (!low_ms) return interpolate(gettext("Within %(high)s s"), { high });
  if (!high_ms) return interpolate(gettext("After more than %(low)s s"), { low });
  return interpolate(gettext("After %(low)s to %(high)s s"), { low, high });
}

/** @param {string | undefined} verdict */
export function verdictOf(verdict) {
  switch (verdict) {
    case "right":
      return gettext("True.");
    case "half":
      return gettext("Half true.");
    case "outdated":
      return gettext("Not any more.");
    case "wrong":
      return gettext("Not true.");
  }
  return "";
}
