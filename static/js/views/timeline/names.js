/** The names of the lanes, in the column left of the time. */

import { nothing, svg } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";

import { gettext, interpolate } from "../../store/words.js";
import { groupOf } from "../../layout/arrange.js";
import { textWidth } from "../../layout/rows.js";
import { text } from "./shapes.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("../../layout/axis.js").Scale} Scale
 */

const BIG = ["phase", "endpoint", "app", "events"];
/** Names that are too long for the column, in short. */
/** @type {Record<string, string>} */
const SHORT = {
  PodReadyToStartContainers: "ReadyToStart",
  AllContainersRestarting: "AllRestarting",
};
export const COLUMN = 116;
export const LEFT = 14;
/** In the hand names begin right of a playhead that stands at the very first moment. */
const ABOVE = 21;
/** Pods stand a little to the right of the header of their owner. */
const INDENT = 12;

/**
 * @typedef {object} NameOptions
 * @property {boolean} narrow
 * @property {string} focus                   uid of the Pod that is looked at
 * @property {(uid: string) => void} look
 * @property {string[]} folded                groups
 * @property {(group: string) => void} fold
 * @property {typeof import("../crowd.js") | null} crowd
 * @property {Set<string>} foldedOwners
 * @property {(key: string, folded: boolean) => void} foldOwner
 * @property {string} reached                 key of the Pod or header that Tab leads to
 */

/** Groups that have more to show than their first lane. */
const FOLDING = ["status", "ready", "app", "init", "sidecar"];

/**
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {NameOptions} options
 */
export function laneNames(rows, scale, options) {
  /** @type {Map<string, number>} */
  const sizes = new Map();
  for (const { lane } of rows) sizes.set(groupOf(lane), (sizes.get(groupOf(lane)) ?? 0) + 1);
  const named = (/** @type {Row} */ row) => svg`
    ${options.narrow ? nameAbove(row, options, scale.right - ABOVE) : name(row, options)}
    ${options.narrow ? nothing : foldSign(row, sizes, options)}
    ${endedText(row, scale)}
    ${graceText(row, scale)}`;
  // By key, so that what has the focus keeps it when others scroll into sight.
  return repeat(rows, ({ lane }) => lane.key, named);
}

/**
 * A sign to fold a group away to its most telling lane, and to unfold it.
 *
 * @param {Row} row
 * @param {Map<string, number>} sizes   how many rows a group has
 * @param {NameOptions} options
 */
function foldSign({ lane, centre }, sizes, { folded, fold }) {
  const group = groupOf(lane);
  const isFolded = folded.includes(group);
  const has = (sizes.get(group) ?? 0) > 1 || isFolded;
  if (!has || !FOLDING.includes(lane.kind)) return nothing;
  const said = isFolded ? gettext("Unfold %(name)s") : gettext("Fold %(name)s");
  const label = interpolate(said, { name: lane.title || lane.sub });
  const act = (/** @type {Event} */ event) => {
    if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    fold(group);
  };
  return svg`<g class="fold-sign" role="button" tabindex="-1" aria-label=${label}
      aria-expanded=${!isFolded} data-tip=${label} @click=${act} @keydown=${act}
      transform="translate(${COLUMN + 8} ${centre})">
    <rect x="-11" y="-11" width="22" height="22" rx="11"/>
    <path d=${isFolded ? "M-2.5-4l4 4-4 4" : "M-4-2l4 4 4-4"}/></g>`;
}

/**
 * @param {Row} row
 * @param {NameOptions} options
 */
function name(row, options) {
  const { lane, labelY, centre } = row;
  const at = { x: LEFT, size: 12 };
  if (lane.crowd) return options.crowd?.ownerName(row, options);
  if (lane.kind === "pod") return podName(lane, centre, options);
  if (lane.kind === "branch") {
    const words = interpolate(gettext("branch %(number)s"), { number: lane.key.split("/")[1] });
    return text("sub", words, { ...at, y: centre + 4.5 });
  }
  if (!lane.title) return text("sub", lane.sub, { ...at, y: centre + 4.5 });
  if (lane.kind === "condition") {
    const short = SHORT[lane.title];
    return text("sub", short ? `${short}…` : lane.title, { ...at, y: labelY });
  }
  const big = BIG.includes(lane.kind);
  const size = big ? 16 : 14;
  const title = text(big ? "name big" : "name", fitted(lane.title, COLUMN, size), {
    x: LEFT,
    y: labelY,
    size,
  });
  return svg`${title}${text("sub", lane.sub, { ...at, y: labelY + (big ? 15 : 14) })}`;
}

/**
 * The name of one of several Pods: press it to look at that Pod.
 *
 * @param {import("../../layout/lanes.js").Lane} lane
 * @param {number} centre
 * @param {NameOptions} options
 */
function podName(lane, centre, { crowd, focus, look, narrow, reached }) {
  const { uid, key, title, generation } = lane;
  const revision = generation?.revision ?? "";
  const said = interpolate(gettext("Look at Pod %(name)s"), { name: title });
  const press = (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && look(uid);
  const from = lane.owner ? LEFT + INDENT : LEFT;
  const x = from + (generation && crowd ? crowd.signWidth(revision) + 5 : 0);
  const room = narrow ? 280 : COLUMN + LEFT - 2;
  const words = fitted(narrow ? title : lane.short || title, room - x - 6, 13);
  const right = narrow ? x + textWidth(words, 13) + 10 : room;
  const height = narrow ? 19 : 22;
  return svg`<g class="pod-name ${uid === focus ? "chosen" : ""}" role="button"
      tabindex=${reached === key ? 0 : -1} data-key=${key} aria-pressed=${uid === focus}
      aria-label=${generation ? `${said} r${revision}` : said} data-tip=${title}
      @click=${() => look(uid)} @keydown=${press}>
    <rect x=${from - 10} y=${centre - height / 2} width=${right - from + 10} height=${height}
      rx=${height / 2}/>
    ${text("", words, { x, y: centre + 4.5, size: 13 })}
    ${generation && crowd ? crowd.generationSign(generation, from - 2, centre) : nothing}
  </g>`;
}

/**
 * The end of a generated name tells Pods apart, so that stays.
 *
 * @param {string} name
 * @param {number} width
 * @param {number} size
 */
export function fitted(name, width, size) {
  if (textWidth(name, size) <= width) return name;
  let tail = name;
  while (tail && textWidth(`…${tail}`, size) > width) tail = tail.slice(1);
  return `…${tail}`;
}

/**
 * @param {Row} row
 * @param {NameOptions} options
 * @param {number} room
 */
function nameAbove(row, options, room) {
  const { lane, labelY } = row;
  // A branch's name stands on its line.
  if (lane.kind === "status" || lane.kind === "branch") return nothing;
  if (lane.crowd) return options.crowd?.ownerName(row, options);
  if (lane.kind === "pod") return podName(lane, labelY - 4.5, options);
  const words =
    lane.kind === "phase"
      ? gettext("Pod phase, kubectl STATUS")
      : lane.kind === "endpoint"
        ? gettext("Service endpoint")
        : lane.kind === "init" || lane.kind === "sidecar"
          ? `${lane.title} (${lane.sub})`
          : lane.title || lane.sub;
  return svg`<text class="name above" x=${ABOVE} y=${labelY} font-size="14"
    >${fitted(words, room, 14)}</text>`;
}

/**
 * @param {Row} row
 * @param {Scale} scale
 */
function endedText({ lane, centre }, scale) {
  if (!lane.ended || !lane.rail) return nothing;
  const inSight = lane.segments.some((s) => s.toMs > scale.fromMs && s.fromMs < scale.toMs);
  if (inSight || lane.rail.toMs > scale.fromMs) return nothing;
  return svg`<text class="ended" x=${scale.left + 8} y=${centre + 4.5}>${lane.ended}</text>`;
}

/**
 * @param {Row} row
 * @param {Scale} scale
 */
function graceText({ lane, y, height }, scale) {
  const wedge = lane.wedges.findLast(
    (w) => scale.x(w.fromMs) < scale.right && w.dueMs > scale.fromMs,
  );
  if (!wedge) return nothing;
  const seconds = Math.round((wedge.dueMs - wedge.fromMs) / 100) / 10;
  const words = interpolate(gettext("%(seconds)s s to end, then SIGKILL"), { seconds });
  const x = scale.x(wedge.fromMs) - 10;
  const before = lane.wedges.filter((w) => w.fromMs < wedge.fromMs).map((w) => scale.x(w.dueMs));
  if (x - textWidth(words, 12) < Math.max(scale.left, ...before)) return nothing;
  return svg`<text class="sub" x=${x} y=${y + height / 2 + 5} text-anchor="end">${words}</text>`;
}
