/** From a line of the manifest to all that it did: the other way of Why. */

import { millis } from "../wire/records.js";
import { placeOf } from "./fields.js";
import { isEcho } from "./happenings.js";
import { said } from "./why.js";

/**
 * @typedef {import("./history.js").History} History
 * @typedef {import("../wire/records.js").Positions} Positions
 */

/** @typedef {{record: number, atMs: number, text: string}} Deed   *stars* around what is bold */

/**
 * The records that a line decided, those that can be told, one for each wording and moment.
 *
 * @param {number} line
 * @param {History} history
 * @param {Positions} positions
 * @returns {Deed[]}
 */
export function deedsOf(line, history, positions) {
  const deeds = history.records
    .filter((record) => decidedAt(record, history, positions).includes(line))
    .map((record) => behind(record, history))
    .map((record) => ({
      record: record.id,
      atMs: millis(record),
      text: said(record, history).text,
    }));
  return deeds.filter(
    ({ text, atMs }, i) => text && !(deeds[i - 1]?.text === text && deeds[i - 1]?.atMs === atMs),
  );
}

/**
 * What happened, where an Event only repeats it.
 *
 * @param {import("../wire/records.js").WireRecord} record
 * @param {History} history
 */
function behind(record, history) {
  if (record.type !== "event" || !isEcho(record)) return record;
  return history.records[(record.cause ?? 0) - 1] ?? record;
}

/**
 * @param {import("../wire/records.js").WireRecord} record
 * @param {History} history
 * @param {Positions} positions
 * @returns {number[]} lines
 */
function decidedAt(record, history, positions) {
  const story = record.fields?.length ? history.storyOf(record) : null;
  if (!story) return [];
  return (record.fields ?? []).flatMap((field) => {
    const place = placeOf(positions, story, field);
    return place?.exact ? [place.line] : [];
  });
}
