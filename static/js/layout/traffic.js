/** Requests to a Service over time: what each second brought, as segments of a lane. */

import { gettext, interpolate } from "../store/words.js";
import { millis } from "../wire/records.js";
import { Track } from "./track.js";

/**
 * @typedef {import("../wire/records.js").TrafficRecord} TrafficRecord
 * @typedef {Record<string, number>} Counts
 */

const SECOND_MS = 1000;

/**
 * Seconds of which nothing is told are like the one before.
 *
 * @param {TrafficRecord[]} records   of one Service
 * @param {number} endMs
 */
export function trafficTrack(records, endMs) {
  const track = new Track();
  let sinceMs = 0;
  for (const record of records) {
    const atMs = millis(record);
    if (record.what === "start") sinceMs = atMs;
    if (record.what === "second" || (record.what === "stop" && lostOf(record.counts))) {
      track.change(Math.max(sinceMs, atMs - SECOND_MS), paintOf(record));
      sinceMs = atMs;
    }
    if (record.what === "stop") track.end(atMs);
  }
  track.end(endMs);
  return track.segments;
}

/** @param {TrafficRecord} record */
function paintOf({ counts, id }) {
  const lost = lostOf(counts);
  const answered = counts.answered ?? 0;
  if (!lost) {
    const texts = [
      interpolate(gettext("%(answered)s a second answered"), { answered }),
      interpolate(gettext("%(answered)s/s"), { answered }),
    ];
    return { look: /** @type {const} */ ("ready"), texts, label: texts[0], record: id };
  }
  const values = { lost, all: lost + answered, how: howLost(counts) };
  const texts = [
    interpolate(gettext("%(lost)s of %(all)s lost: %(how)s"), values),
    interpolate(gettext("%(lost)s lost"), values),
    String(lost),
  ];
  return { look: /** @type {const} */ ("fail"), texts, label: texts[0], record: id };
}

/** @param {Counts} counts */
export function lostOf(counts) {
  return Object.entries(counts).reduce(
    (sum, [outcome, count]) => sum + (outcome === "answered" ? 0 : count),
    0,
  );
}

/** @param {Counts} counts */
export function howLost(counts) {
  const names = outcomeNames();
  return Object.entries(counts)
    .filter(([outcome]) => outcome !== "answered")
    .map(([outcome, count]) => `${count} × ${names[outcome] ?? outcome}`)
    .join(", ");
}

/** @returns {Record<string, string>} */
export function outcomeNames() {
  return {
    refused: gettext("refused"),
    reset: gettext("reset"),
    "timed-out": gettext("timed out"),
    unresolved: gettext("name unknown"),
  };
}

/**
 * All requests up to a moment, by what became of them; null before the first.
 *
 * @param {TrafficRecord[]} records   of one Service
 * @param {number} atMs
 * @returns {Counts | null}
 */
export function totalsAt(records, atMs) {
  const known = records.filter((record) => record.what !== "learn" && millis(record) <= atMs);
  const last = known.at(-1);
  if (!last) return null;
  if (last.what !== "second") return last.totals;
  const silent = Math.floor((atMs - millis(last)) / SECOND_MS);
  const more = silent * (last.counts.answered ?? 0);
  return { ...last.totals, answered: (last.totals.answered ?? 0) + more };
}

/**
 * A record in a plain sentence.
 *
 * @param {TrafficRecord} record
 */
export function trafficSaid({ what, service, counts, entry, pods, rps }) {
  const how = howLost(counts);
  const values = { service, entry, rps, how, pods: pods.join(", ") };
  if (what === "start")
    return interpolate(gettext("A client begins to send %(rps)s requests a second."), values);
  if (what === "stop") return gettext("The client sends no more requests.");
  if (what === "learn" && !pods.length)
    return interpolate(
      gettext("*%(entry)s* has heard that Service *%(service)s* has no Pod."),
      values,
    );
  if (what === "learn")
    return interpolate(gettext("*%(entry)s* has heard: it sends to %(pods)s from now on."), values);
  if (!how) return gettext("All requests of this second were answered.");
  return interpolate(gettext("Requests of this second were lost: %(how)s."), values);
}
