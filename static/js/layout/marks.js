/** Marks that would lie on each other become one. */

/**
 * @typedef {import("./track.js").Mark} Mark
 * @typedef {import("./axis.js").Scale} Scale
 */

/**
 * @typedef {object} Group
 * @property {Mark[]} marks
 * @property {number} fromX
 * @property {number} toX
 */

/**
 * Marks of any kind that are closer than `gap` to the first of their group. Commands stay alone.
 *
 * @param {Mark[]} marks   sorted by time
 * @param {Scale} scale
 * @param {number} gap
 * @returns {Group[]}
 */
export function gathered(marks, scale, gap) {
  /** @type {Group[]} */
  const groups = [];
  for (const mark of marks) {
    const x = scale.x(mark.atMs);
    const last = groups.at(-1);
    const alone = mark.kind === "input" || last?.marks[0].kind === "input";
    if (last && !alone && x - last.fromX < gap) {
      last.marks.push(mark);
      last.toX = x;
    } else groups.push({ marks: [mark], fromX: x, toX: x });
  }
  return groups;
}

/**
 * Marks of one kind in a row, each closer than `gap` to the one before.
 *
 * @param {Mark[]} marks   sorted by time
 * @param {Scale} scale
 * @param {number} gap
 * @returns {Group[]}
 */
export function runs(marks, scale, gap) {
  /** @type {Group[]} */
  const groups = [];
  for (const mark of marks) {
    const x = scale.x(mark.atMs);
    const last = groups.at(-1);
    if (last && last.marks[0].kind === mark.kind && x - last.toX < gap) {
      last.marks.push(mark);
      last.toX = x;
    } else groups.push({ marks: [mark], fromX: x, toX: x });
  }
  return groups;
}
