/** A generation of Pods as a small sign: its colour, and its revision in words. */

import { html } from "lit-html";

/** Generations have so many colours, then the first comes again. */
const COLOURS = 4;

/**
 * @param {number} order   of a generation; 0 for none
 * @returns {string} the class that gives it its colour
 */
export function generationClass(order) {
  return order ? `g${((order - 1) % COLOURS) + 1}` : "g0";
}

/** @type {Record<string, string>} */
const LOOKS = { waiting: "s-wait", ending: "s-term", done: "s-done", failed: "s-fail" };

/** @param {import("../layout/headcount.js").Part} part   of a crowd: it gives an area its colour */
export function partClass(part) {
  return typeof part === "number" ? generationClass(part) : LOOKS[part];
}

/** @param {{order: number, revision: string}} generation */
export function generationTag({ order, revision }) {
  return html`<span class="generation ${generationClass(order)}">r${revision}</span>`;
}
