/** One effect: what changed, how much that matters, and how it is said. */

import { interpolate } from "../store/words.js";

/**
 * @typedef {object} Effect
 * @property {number} weight     of several at one instant the weightiest is told
 * @property {string} kind       what sort of change: several Pods' may be said as one
 * @property {string} changes
 * @property {string} happened   what to say had happened, if no cause says it better
 * @property {import("../wire/records.js").WireRecord} record
 * @property {string} uid        of the Pod that it happens to, or ""
 *
 * @typedef {Omit<Effect, "record" | "uid">} Told
 */

/**
 * @param {number} weight
 * @param {string} kind
 * @param {string} changes
 * @param {string} happened
 * @param {Record<string, string | number>} values
 * @returns {Told}
 */
export function tell(weight, kind, changes, happened, values) {
  return {
    weight,
    kind,
    changes: interpolate(changes, values),
    happened: interpolate(happened, values),
  };
}

/** What the API server and the kubelet begin their messages with, and says nothing new. */
const PREFACES = new RegExp(
  `^(?:${[
    "\\(combined from similar events\\): ",
    "Error(?: from server \\(\\w+\\)| creating)?: ",
    'error when evicting \\S+(?: -n "[^"]*")?: ',
    'Failed to pull image "[^"]*": ',
    'MountVolume.SetUp failed for volume "[^"]*" ?: ',
    "Unable to attach or mount volumes: ",
    'pods "[^"]*" is forbidden: ',
  ].join("|")})+`,
);

/**
 * The beginning of a message, cut between words; of several lines the one that says what is wrong.
 *
 * @param {string} text
 */
export function shortened(text) {
  const lines = text.trim().split("\n");
  const line = lines.find((one) => /^error|^Error/.test(one)) ?? lines[0];
  const message = line.length <= 44 ? line : line.replace(PREFACES, "");
  if (message.length <= 44) return message;
  return `${message.slice(0, 43).replace(/\s+\S*$/, "")}…`;
}
