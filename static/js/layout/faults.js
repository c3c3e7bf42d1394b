/** Which faults are in force at a moment, and the commands that end them. */

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {{id: number, line: string, clear: string, sinceMs: number}} Fault
 */

/**
 * @param {WireRecord[]} records   of a branch, in order; those of faults are enough
 * @param {number} atMs
 * @returns {Fault[]}
 */
export function faultsAt(records, atMs) {
  /** @type {Map<number, Fault>} */
  const inForce = new Map();
  for (const record of records) {
    if (record.t * 1000 > atMs) break;
    if (record.type !== "process") continue;
    if (record.what === "fault-end") inForce.delete(record.count ?? 0);
    if (record.what !== "fault") continue;
    const line = record.message ?? "";
    const id = record.count ?? 0;
    inForce.set(id, { id, line, clear: clearing(line), sinceMs: record.t * 1000 });
  }
  return [...inForce.values()];
}

/**
 * The command that ends what a command began: its verdict is the last word, or the first
 * after `image`.
 *
 * @param {string} line
 */
export function clearing(line) {
  const words = line.split(" ");
  if (words[0] === "image") return ["image", "clear", ...words.slice(2)].join(" ");
  return [...words.slice(0, -1), "clear"].join(" ");
}
