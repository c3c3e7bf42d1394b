/** The few shapes that all drawings of the timeline are made of. */

import { nothing, svg } from "lit-html";

/**
 * @typedef {object} Box
 * @property {number} x
 * @property {number} width
 * @property {number} y
 * @property {number} height
 * @property {number} radius
 */

/**
 * @param {string} name   its class
 * @param {Box} box
 * @param {string} [fill]   a pattern; colours stand in the style sheet
 */
export function rect(name, { x, y, width, height, radius }, fill) {
  return svg`<rect class=${name} fill=${fill ?? nothing} x=${x} y=${y}
    width=${width} height=${height} rx=${radius}/>`;
}

/**
 * @param {string} name
 * @param {string} content
 * @param {{x: number, y: number, size: number, anchor?: "start" | "middle" | "end"}} place
 */
export function text(name, content, { x, y, size, anchor = "start" }) {
  return svg`<text class=${name} x=${x} y=${y} text-anchor=${anchor}
    font-size=${size}>${content}</text>`;
}

/** @param {string} name @param {{x1: number, x2: number, y: number}} place */
export function level(name, { x1, x2, y }) {
  return svg`<line class=${name} x1=${x1} x2=${x2} y1=${y} y2=${y}/>`;
}
