/** Branches as side lines: where each leaves its parent's, and which of them is played. */

import { nothing, svg } from "lit-html";

import { gettext, interpolate } from "../../store/words.js";
import { textWidth } from "../../layout/rows.js";
import { text } from "./shapes.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("../../layout/axis.js").Scale} Scale
 */

/**
 * @param {Row[]} rows
 * @param {Scale} scale
 * @param {import("../../store/store.js").Store} store
 */
export function branchLines(rows, scale, store) {
  const own = rows.filter(({ lane }) => lane.kind === "branch");
  const rowOf = new Map(own.map((row) => [idOf(row), row]));
  return own.map((row) => {
    const id = idOf(row);
    const branch = store.branches.find((one) => one.id === id);
    if (!branch) return nothing;
    const parent = branch.parent === null ? undefined : rowOf.get(branch.parent);
    const x = Math.max(scale.left, Math.min(scale.right, scale.x(branch.fork_ms)));
    const current = id === store.branch;
    const y = row.centre;
    const leaves = parent ? `M${x - 8} ${parent.centre}Q${x} ${parent.centre} ${x} ${y - 6}` : "";
    const go = () => !current && store.switchTo(id);
    const key = (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && go();
    const name = branch.name || gettext("The scenario");
    const label = interpolate(gettext("Play the branch %(name)s"), { name });
    const fits = textWidth(name, 12) < scale.right - x - 20;
    return svg`<g class="branch ${current ? "current" : ""}" role="button" tabindex="0"
        aria-label=${label} aria-pressed=${current} data-tip=${name}
        @click=${go} @keydown=${key}>
      <path d="${leaves}M${x} ${y}H${scale.right}"/>
      <circle cx=${x} cy=${y} r="5"/>
      ${fits ? text("", name, { x: x + 12, y: y - 4, size: 11.5 }) : nothing}
    </g>`;
  });
}

/** @param {Row} row */
function idOf({ lane }) {
  return Number(lane.key.split("/")[1]);
}
