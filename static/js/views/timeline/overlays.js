/** What lies across the lanes: skipped time, chapters, markers, a measure, and time as a band. */

import { nothing, svg } from "lit-html";

import { clock, duration } from "../../layout/axis.js";
import { bandName, bandSaid, bandsAt, laneOf, spanSaid } from "../../layout/bands.js";
import { skippedSaid } from "../../layout/idle.js";
import { textWidth } from "../../layout/rows.js";
import { gettext, interpolate } from "../../store/words.js";
import { rect, text } from "./shapes.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("../../layout/axis.js").Scale} Scale
 * @typedef {import("../picture.js").Picture} Picture
 */

/**
 * Where time is skipped, the lanes are torn.
 *
 * @param {Scale} scale
 * @param {number} height
 */
export function tears({ skips, skipWidth }, height) {
  return skips.map(({ x }) => {
    const strip = { x: x + 4, y: -20, width: skipWidth - 8, height: height + 40, radius: 0 };
    return svg`<g class="tear" aria-hidden="true">${rect("", strip)}
      <path d=${zigzag(x + 4, height)}/><path d=${zigzag(x + skipWidth - 4, height)}/></g>`;
  });
}

/**
 * @param {number} x
 * @param {number} height
 */
function zigzag(x, height) {
  const teeth = Math.ceil(height / 12);
  return `M${x} 0${"l4 6l-4 6".repeat(teeth)}`;
}

/**
 * How much time is skipped, on the axis.
 *
 * @param {Scale} scale
 * @param {import("../../layout/lanes.js").Lane[]} lanes
 */
export function skipNames({ skips, skipWidth }, lanes) {
  return skips.map((skip) => {
    const long = skippedSaid(skip, lanes);
    const short = `… ${duration(Math.round((skip.toMs - skip.fromMs) / 1000) * 1000)} …`;
    const words = textWidth(long, 11) <= skipWidth ? long : short;
    const place = {
      x: skip.x + skipWidth / 2,
      y: 22,
      size: 11,
      anchor: /** @type {const} */ ("middle"),
    };
    return svg`<g class="skip-name" data-x=${place.x} data-tip=${long}>
      ${text("", words, place)}</g>`;
  });
}

/**
 * The chapters of the scene and the markers of the person, as lines over all lanes.
 *
 * @param {Picture} picture
 * @param {Scale} scale
 * @param {number} height
 */
export function moments({ store }, scale, height) {
  const inSight = (/** @type {number} */ ms) => ms >= scale.fromMs && ms <= scale.toMs;
  const chapters = (store.opened?.scenario.chapters ?? [])
    .map(({ at_ms: atMs }) => atMs)
    .filter((ms) => ms > 0 && inSight(ms));
  const line = (/** @type {string} */ name, /** @type {number} */ ms) =>
    svg`<line class=${name} x1=${scale.x(ms)} x2=${scale.x(ms)} y1="0" y2=${height}/>`;
  return svg`${chapters.map((ms) => line("chapter", ms))}
    ${store.gaze.markers.filter(inSight).map((ms) => line("marker", ms))}`;
}

/**
 * The flags of the markers on the axis, numbered as the keys [ and ] come to them.
 *
 * @param {Picture} picture
 * @param {Scale} scale
 */
export function markerFlags({ store }, scale) {
  return store.gaze.markers.map((ms, i) => {
    if (ms < scale.fromMs || ms > scale.toMs) return nothing;
    const label = interpolate(gettext("Marker %(number)s at %(time)s"), {
      number: i + 1,
      time: clock(ms),
    });
    const number = text("", String(i + 1), { x: 3.5, y: -5.6, size: 9.5 });
    return svg`<g class="marker-flag" data-tip=${label} transform="translate(${scale.x(ms)} 34)">
      <path d="M0 0V-14h15l-4 5 4 5H0"/>${number}</g>`;
  });
}

/**
 * From one moment to another: how long it is.
 *
 * @param {Picture} picture
 * @param {Scale} scale
 * @param {number} height
 */
export function measureLine({ store, atMs }, scale, height) {
  const { measure } = store.sight;
  if (!measure) return nothing;
  const ends = [measure.fromMs, measure.toMs ?? atMs].sort((a, b) => a - b);
  const [from, to] = ends.map((ms) => Math.max(scale.left, Math.min(scale.right, scale.x(ms))));
  const words = duration(ends[1] - ends[0]);
  const width = textWidth(words, 13) + 18;
  const middle = Math.max(
    scale.left + width / 2,
    Math.min((from + to) / 2, scale.right - width / 2),
  );
  const y = height - 16;
  const plate = { x: middle - width / 2, y: y - 11, width, height: 22, radius: 11 };
  return svg`<g class="measure">
    ${rect("reach", { x: from, y: 0, width: Math.max(1, to - from), height, radius: 0 })}
    <line x1=${from} x2=${from} y1="0" y2=${height}/><line x1=${to} x2=${to} y1="0" y2=${height}/>
    <line x1=${from} x2=${to} y1=${y} y2=${y}/>
    ${rect("plate", plate)}
    ${text("", words, { x: middle, y: y + 4.6, size: 13, anchor: "middle" })}
  </g>`;
}

/**
 * Between which two seconds something comes: a bracket on the lane of what comes.
 *
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {Picture} picture
 */
export function bandBrackets(rows, scale, { story, atMs }) {
  if (!story) return nothing;
  return bandsAt(story, atMs).map((band) => {
    const row = rows.find(({ lane }) => lane.key === laneOf(band));
    if (!row) return nothing;
    const from = Math.max(scale.left, scale.x(Math.max(band.fromMs, atMs)));
    const to = band.toMs === null ? scale.right : Math.min(scale.right, scale.x(band.toMs));
    if (to <= scale.left || from >= scale.right || to - from < 2) return nothing;
    const tip = `${bandSaid(band).replaceAll("*", "")} ${spanSaid(band)}`;
    return svg`<g class="band ${band.toMs === null ? "open" : ""}" data-tip=${tip}>
      ${bracket(from, to, row, band.toMs === null)}
      ${bracketName(bandName(band), from, to, row, scale)}
    </g>`;
  });
}

/**
 * @param {number} from
 * @param {number} to
 * @param {Row} row
 * @param {boolean} open   no latest second is known
 */
function bracket(from, to, { height, centre }, open) {
  const high = Math.max(height, 16);
  const top = centre - high / 2;
  const end = open ? `M${to - 7} ${centre - 5}l7 5-7 5` : `M${to} ${top}v${high}`;
  return svg`${rect("reach", { x: from, y: top, width: to - from, height: high, radius: 3 })}
    <path d="M${from} ${top}v${high}M${from} ${centre}H${to}${end}"/>`;
}

/**
 * @param {string} words
 * @param {number} from
 * @param {number} to
 * @param {Row} row
 * @param {Scale} scale
 */
function bracketName(words, from, to, { centre }, scale) {
  const width = textWidth(words, 11.5) + 12;
  const inside = to - from > width + 8;
  const x = inside ? (from + to) / 2 : to + 4 + width / 2;
  if (!inside && x + width / 2 > scale.right) return nothing;
  const plate = { x: x - width / 2, y: centre - 8.5, width, height: 17, radius: 8.5 };
  return svg`${rect("plate", plate)}
    ${text("", words, { x, y: centre + 4, size: 11.5, anchor: "middle" })}`;
}
