/** The names of the lanes, in the column left of the time. */

import { nothing, svg } from "lit-html";

import { gettext, interpolate } from "../../store/words.js";
import { textWidth } from "../../layout/rows.js";

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
const COLUMN = 116;

/**
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {{narrow: boolean, focus: string, look: (uid: string) => void}} options
 */
export function laneNames(rows, scale, options) {
  return rows.map(
    (row) => svg`
    ${options.narrow ? nameAbove(row) : name(row, options)}
    ${endedText(row, scale)}
    ${graceText(row, scale)}`,
  );
}

/**
 * @param {Row} row
 * @param {{focus: string, look: (uid: string) => void}} options
 */
function name({ lane, labelY, centre }, { focus, look }) {
  if (lane.kind === "pod") {
    const chosen = lane.uid === focus;
    const label = interpolate(gettext("Look at Pod %(name)s"), { name: lane.title });
    return svg`<g class="pod-name ${chosen ? "chosen" : ""}" role="button" tabindex="0" aria-pressed=${chosen}
        aria-label=${label} data-tip=${lane.title} @click=${() => look(lane.uid)}
        @keydown=${(/** @type {KeyboardEvent} */ e) => e.key === "Enter" && look(lane.uid)}>
      <rect x="4" y=${centre - 11} width=${COLUMN + 6} height="22" rx="11"/>
      <text x="14" y=${centre + 4.5} font-size="13">${fitted(lane.title, COLUMN - 8, 13)}</text></g>`;
  }
  if (!lane.title) return svg`<text class="sub" x="14" y=${centre + 4.5}>${lane.sub}</text>`;
  if (lane.kind === "condition") {
    return svg`<text class="sub" x="14" y=${labelY} data-tip=${lane.title}>${SHORT[lane.title] ? `${SHORT[lane.title]}…` : lane.title}</text>`;
  }
  const size = BIG.includes(lane.kind) ? 16 : 14;
  const gap = BIG.includes(lane.kind) ? 15 : 14;
  return svg`<text class="name ${BIG.includes(lane.kind) ? "big" : ""}" x="14" y=${labelY} font-size=${size}>${fitted(lane.title, COLUMN, size)}</text>
    ${lane.sub ? svg`<text class="sub" x="14" y=${labelY + gap}>${lane.sub}</text>` : nothing}`;
}

/**
 * The end of a generated name tells Pods apart, so that stays.
 *
 * @param {string} text
 * @param {number} width
 * @param {number} size
 */
function fitted(text, width, size) {
  if (textWidth(text, size) <= width) return text;
  let tail = text;
  while (tail && textWidth(`…${tail}`, size) > width) tail = tail.slice(1);
  return `…${tail}`;
}

/** @param {Row} row */
function nameAbove({ lane, labelY }) {
  if (lane.kind === "status") return nothing;
  const text =
    lane.kind === "phase"
      ? gettext("Pod phase, kubectl STATUS")
      : lane.kind === "endpoint"
        ? gettext("Service endpoint")
        : lane.kind === "init" || lane.kind === "sidecar"
          ? `${lane.title} (${lane.sub})`
          : lane.title || lane.sub;
  return svg`<text class="name above" x="15" y=${labelY} font-size="14">${text}</text>`;
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
  const text = interpolate(gettext("%(seconds)s s to end, then SIGKILL"), { seconds });
  const x = scale.x(wedge.fromMs) - 10;
  if (x - textWidth(text, 12) < scale.left) return nothing;
  return svg`<text class="sub" x=${x} y=${y + height / 2 + 5} text-anchor="end">${text}</text>`;
}
