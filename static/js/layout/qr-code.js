/** An address as a QR code: what a class points its phones at. */

import { encodeQR } from "qr";

/** As much white around it as readers need. */
const QUIET = 4;

/**
 * @param {string} text
 * @returns {{size: number, path: string}} a square of `size` modules, and its dark ones as a path
 */
export function qrCode(text) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  const path = rows.flatMap((row, y) => darkRuns(row).map(([x, n]) => `M${x} ${y}h${n}v1h-${n}z`));
  return { size: rows.length, path: path.join("") };
}

/**
 * @param {boolean[]} row
 * @returns {[number, number][]} where each run of dark modules begins, and its length
 */
function darkRuns(row) {
  /** @type {[number, number][]} */
  const runs = [];
  row.forEach((dark, x) => {
    const last = runs.at(-1);
    if (!dark) return;
    if (last && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  });
  return runs;
}
