/** The words of an assumption: `runs=for-ever serves=200 term=exit:0`, as fields of a form. */

import { gettext } from "../store/words.js";

/**
 * @typedef {object} Field
 * @property {string} key
 * @property {string} label
 * @property {string[]} choices   what may be written; more than these, where that makes sense
 */

/** @returns {Field[]} */
export function fields() {
  return [
    { key: "runs", label: gettext("It runs"), choices: ["for-ever", "30s", "5m"] },
    { key: "exit", label: gettext("and then exits with"), choices: ["0", "1", "137"] },
    { key: "after", label: gettext("It opens its ports after"), choices: ["0ms", "5s", "30s"] },
    {
      key: "serves",
      label: gettext("It answers HTTP with"),
      choices: ["200", "404", "500", "nothing"],
    },
    {
      key: "grpc",
      label: gettext("It answers gRPC health with"),
      choices: ["SERVING", "NOT_SERVING"],
    },
    {
      key: "term",
      label: gettext("On SIGTERM"),
      choices: ["exit:0", "exit:143", "exit:0@10s", "ignored"],
    },
    {
      key: "init",
      label: gettext("As an init container it ends after"),
      choices: ["2000ms", "30s"],
    },
    { key: "hook", label: gettext("In a hook or probe it exits with"), choices: ["0", "1"] },
  ];
}

/**
 * @param {string} text
 * @returns {Map<string, string>}
 */
export function parse(text) {
  const pairs = text.split(/\s+/).filter((word) => word.includes("="));
  return new Map(
    pairs.map((word) => {
      const at = word.indexOf("=");
      return /** @type {[string, string]} */ ([word.slice(0, at), word.slice(at + 1)]);
    }),
  );
}

/** @param {Map<string, string>} values */
export function compose(values) {
  return [...values]
    .filter(([, value]) => value.trim())
    .map(([key, value]) => `${key}=${value.trim()}`)
    .join(" ");
}
