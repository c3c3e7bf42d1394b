/** Lanes get their places: which rows lie on one ground, how high each is, what is folded. */

/**
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {import("./lanes.js").LaneKind} LaneKind
 */

/**
 * @typedef {object} Row
 * @property {Lane} lane
 * @property {number} top       of its slot
 * @property {number} slot
 * @property {number} y         of its track
 * @property {number} height    of its track
 * @property {number} labelY    baseline of its name
 * @property {number} centre
 */

/** @typedef {{key: string, top: number, height: number, tinted: boolean}} Ground */

/** slot: all its height; offset and height: its track's. */
/** @type {Record<LaneKind, {slot: number, offset: number, height: number}>} */
const SIZES = {
  owner: { slot: 46, offset: 7, height: 34 },
  set: { slot: 26, offset: 6, height: 16 },
  pod: { slot: 26, offset: 3, height: 20 },
  phase: { slot: 32, offset: 6, height: 26 },
  status: { slot: 30, offset: 4, height: 20 },
  endpoint: { slot: 35, offset: 6, height: 22 },
  traffic: { slot: 35, offset: 6, height: 22 },
  condition: { slot: 13, offset: 4, height: 5 },
  ready: { slot: 21.5, offset: 2.5, height: 14 },
  init: { slot: 34, offset: 8, height: 20 },
  sidecar: { slot: 34, offset: 8, height: 20 },
  app: { slot: 39.5, offset: 7, height: 26 },
  ephemeral: { slot: 34, offset: 8, height: 20 },
  probe: { slot: 22, offset: 4, height: 13 },
  grace: { slot: 30, offset: 4, height: 22 },
  events: { slot: 30, offset: 8, height: 14 },
  branch: { slot: 24, offset: 7, height: 10 },
};
/** Space inside a ground, above and below its rows. */
/** @type {Record<string, [number, number]>} */
const PADDING = { conditions: [4.5, 0], pods: [3, 3], "": [0, 0] };
const GAP = 5;
/** On a phone the names stand above the tracks. */
const NAME_ABOVE = 18;

/**
 * @param {Lane[]} lanes
 * @param {{narrow: boolean, top: number}} options
 * @returns {{rows: Row[], grounds: Ground[], height: number}}
 */
export function placeRows(lanes, { narrow, top }) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Ground[]} */
  const grounds = [];
  let y = top;
  for (const group of groupsOf(lanes)) {
    const { band } = group[0];
    const [above, below] = PADDING[band] ?? [0, 1.5];
    const last = grounds.at(-1);
    if (last && (last.tinted || last.key === "") && band && last.key !== band) y += gap(last, band);
    const ground = { key: band, top: y, height: 0, tinted: band !== "" };
    y += above;
    for (const lane of group) {
      const row = placeRow(lane, y, narrow);
      rows.push(row);
      y += row.slot;
    }
    y += below;
    ground.height = y - ground.top;
    grounds.push(ground);
  }
  return { rows, grounds, height: y };
}

/**
 * Grounds that follow each other keep a gap, so that they can be told apart.
 *
 * @param {Ground} last
 * @param {string} band
 */
function gap(last, band) {
  return last.tinted ? GAP : band.startsWith("container/") ? GAP : 0;
}

/** @param {Lane[]} lanes */
function groupsOf(lanes) {
  /** @type {Lane[][]} */
  const groups = [];
  for (const lane of lanes) {
    const last = groups.at(-1);
    if (last && last[0].band === lane.band) last.push(lane);
    else groups.push([lane]);
  }
  return groups;
}

/**
 * @param {Lane} lane
 * @param {number} top
 * @param {boolean} narrow
 * @returns {Row}
 */
function placeRow(lane, top, narrow) {
  const size = SIZES[lane.kind];
  const named = narrow && lane.kind !== "status";
  const extra = named ? NAME_ABOVE : 0;
  const y = top + size.offset + extra;
  const centre = y + size.height / 2;
  const twoLines = lane.title && lane.sub;
  const labelY = named ? top + 16 : twoLines ? y + Math.min(13, size.height / 2 + 1) : centre + 4.5;
  return { lane, top, slot: size.slot + extra, y, height: size.height, labelY, centre };
}

/** So much above and below what is in sight is drawn as well. */
const MARGIN = 160;

/**
 * Of many rows those in sight and near it; the lanes of the Pod that is looked at are few.
 *
 * @param {Row[]} rows
 * @param {{top: number, height: number}} view   in px
 * @param {number} unit                          px of a unit of the rows
 * @param {string} kept                          key of a lane that stays in any case
 */
export function inSight(rows, { top, height }, unit, kept) {
  const from = top / unit - MARGIN;
  const to = (top + height) / unit + MARGIN;
  return rows.filter(
    ({ lane, top: above, slot }) =>
      lane.band !== "pods" || lane.key === kept || (above + slot >= from && above <= to),
  );
}

/**
 * Without the conditions that only lead up to Ready: the first to go when there is little height.
 *
 * @param {Lane[]} lanes
 */
export function withoutRails(lanes) {
  return lanes.filter((lane) => lane.kind !== "condition");
}

/**
 * The lanes that are shown when room is scarce: what acts, without what only reports and
 * without what is not in sight.
 *
 * @param {Lane[]} lanes
 * @param {import("./axis.js").Window} window
 */
export function fewer(lanes, { fromMs, toMs }) {
  const inSight = (/** @type {{fromMs: number, toMs: number}} */ span) =>
    span.toMs > fromMs && span.fromMs < toMs;
  return lanes.filter((lane) => {
    if (["condition", "ready", "events"].includes(lane.kind)) return false;
    if (lane.kind === "pod") return lane.segments.some(inSight);
    if (lane.kind === "set") return stretchesOf(lane).some(inSight);
    if (lane.kind === "grace") return lane.wedges.some((w) => inSight({ ...w, toMs: w.dueMs }));
    if (lane.kind === "init" || lane.kind === "sidecar") return lane.segments.some(inSight);
    return true;
  });
}

/**
 * When there are Pods of a set at all.
 *
 * @param {Lane} lane
 */
function stretchesOf({ crowd }) {
  const steps = crowd?.headcount.steps ?? [];
  return steps
    .map(({ atMs, counts }, i) => ({ fromMs: atMs, toMs: steps[i + 1]?.atMs ?? Infinity, counts }))
    .filter(({ counts }) => counts.some((count) => count > 0));
}

/**
 * The first text that fits, or none: a label is never cut.
 *
 * @param {string[]} texts   the longest first
 * @param {number} width
 * @param {number} size      of the type
 */
export function fitting(texts, width, size) {
  return texts.find((text) => textWidth(text, size) <= width) ?? "";
}

/**
 * About how wide a text is, without asking the page: CJK is square, the rest a bit over half.
 *
 * @param {string} text
 * @param {number} size
 */
export function textWidth(text, size) {
  let units = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    units +=
      code > 0x2e7f
        ? 1
        : /[iljt.,:;'|! ]/.test(letter)
          ? 0.33
          : /[mwMW]/.test(letter)
            ? 0.86
            : 0.57;
  }
  return units * size;
}
