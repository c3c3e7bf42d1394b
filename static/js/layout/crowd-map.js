/** A crowd for the scrubber: a band for each owner, in which its Pods are counted over time. */

import { tallied } from "./headcount.js";

/**
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {import("./headcount.js").Headcount} Headcount
 * @typedef {import("./headcount.js").Part} Part
 * @typedef {import("./headcount.js").Turn} Turn
 */

/**
 * @typedef {object} Band
 * @property {string} name
 * @property {number} y
 * @property {number} height
 * @property {Headcount} headcount
 */

/** So few Pods are drawn one by one. */
const FEW = 4;
/** So many bands are told apart at the height that there is; the smallest owners share one. */
const MOST_BANDS = 4;
const GAP = 2;

/** What a stretch of a Pod's lane counts as. */
/** @type {Partial<Record<import("./track.js").Look, Part>>} */
const PARTS = { ready: 0, done: "done", fail: "failed", term: "ending" };

/**
 * @param {Lane[]} lanes   all of them, those of folded owners, too
 * @param {{top: number, height: number}} room
 * @returns {Band[]} from the top down; none where there are few Pods
 */
export function bandsOf(lanes, { top, height }) {
  const pods = lanes.filter(({ kind }) => kind === "pod");
  if (pods.length <= FEW) return [];
  const owned = lanes.flatMap(({ kind, crowd }) =>
    kind === "owner" && crowd ? [{ name: crowd.name, headcount: crowd.headcount }] : [],
  );
  const named = new Set(lanes.flatMap(({ kind, owner }) => (kind === "owner" ? [owner] : [])));
  const others = pods.filter(({ owner }) => !named.has(owner));
  const all = others.length ? [...owned, { name: "", headcount: countOf(others) }] : owned;
  const shown = fewest(all);
  const pitch = (height + GAP) / shown.length;
  return shown.map((band, i) => ({ ...band, y: top + i * pitch, height: pitch - GAP }));
}

/** @param {Lane[]} pods   without a header that has counted them */
function countOf(pods) {
  const turns = pods.flatMap(({ segments }) => {
    /** @type {Turn[]} */
    const found = [];
    for (const { fromMs, toMs, look } of segments) {
      if (look === "off") continue;
      const part = PARTS[look] ?? "waiting";
      found.push({ atMs: fromMs, from: null, to: part }, { atMs: toMs, from: part, to: null });
    }
    return found;
  });
  return tallied(turns, []);
}

/** @param {{name: string, headcount: Headcount}[]} bands */
function fewest(bands) {
  if (bands.length <= MOST_BANDS) return bands;
  const sizes = bands.map(({ headcount }) => headcount.most).toSorted((a, b) => b - a);
  const least = sizes[MOST_BANDS - 2];
  const kept = bands.filter(({ headcount }) => headcount.most >= least).slice(0, MOST_BANDS - 1);
  const rest = bands.filter((band) => !kept.includes(band));
  return [...kept, { name: "", headcount: together(rest.map(({ headcount }) => headcount)) }];
}

/**
 * Several owners' Pods as one's: their generations say nothing any more.
 *
 * @param {Headcount[]} headcounts
 */
function together(headcounts) {
  const turns = headcounts.flatMap(({ parts, steps }) =>
    steps.flatMap(({ atMs, counts }, at) =>
      parts.flatMap((part, i) => changed(atMs, part, counts[i] - (steps[at - 1]?.counts[i] ?? 0))),
    ),
  );
  return tallied(turns, []);
}

/**
 * @param {number} atMs
 * @param {Part} part
 * @param {number} by
 * @returns {Turn[]}
 */
function changed(atMs, part, by) {
  const one = typeof part === "number" ? 0 : part;
  const turn = by > 0 ? { atMs, from: null, to: one } : { atMs, from: one, to: null };
  return new Array(Math.abs(by)).fill(turn);
}
