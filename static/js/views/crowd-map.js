/** A crowd on the scrubber: how many Pods of each owner are ready, on their way or at an end. */

import { svg } from "lit-html";

import { bandsOf } from "../layout/crowd-map.js";
import { areaOf } from "../layout/headcount.js";
import { partClass } from "./generation.js";
import { areaPath } from "./timeline/owners.js";

/**
 * @param {import("../layout/lanes.js").Lane[]} lanes
 * @param {{top: number, height: number}} room
 * @param {(ms: number) => number} xOf
 * @param {{left: number, right: number}} edges
 * @returns {unknown} null where the few Pods are better drawn one by one
 */
export function crowdMap(lanes, room, xOf, edges) {
  const bands = bandsOf(lanes, room);
  return bands.length ? bands.map((band) => bandView(band, xOf, edges)) : null;
}

/**
 * @param {import("../layout/crowd-map.js").Band} band
 * @param {(ms: number) => number} xOf
 * @param {{left: number, right: number}} edges
 */
function bandView({ y, height, headcount }, xOf, edges) {
  const yOf = (/** @type {number} */ count) =>
    Math.round((y + height * (1 - count / headcount.most)) * 10) / 10;
  return svg`<g class="strip">
    <rect class="ground" x=${edges.left} y=${y} width=${edges.right - edges.left} height=${height}/>
    ${headcount.parts.map((part, i) => {
      const d = areaPath(areaOf(headcount, i, xOf, edges), yOf);
      return d ? svg`<path class="part ${partClass(part)}" d=${d}/>` : "";
    })}
  </g>`;
}
