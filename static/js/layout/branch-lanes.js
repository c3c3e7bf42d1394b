/** Branches as side lines: each leaves its parent's line where somebody did something else. */

import { gettext, interpolate } from "../store/words.js";
import { clock } from "./axis.js";
import { lane } from "./lanes.js";

/**
 * @typedef {import("../wire/records.js").Branch} Branch
 * @typedef {import("./lanes.js").Lane} Lane
 */

/** More lines than these say nothing: the dialog lists them all. */
const MOST = 6;

/**
 * A lane for each branch; none while there is but one.
 *
 * @param {Branch[]} branches
 * @param {number} current
 * @param {number} lengthMs
 * @returns {Lane[]}
 */
export function branchLanes(branches, current, lengthMs) {
  if (branches.length < 2) return [];
  const near = branches.length > MOST ? nearTo(branches, current) : branches;
  return near.map(({ id, name, fork_ms: forkMs }) => {
    const fromMs = Math.min(forkMs, lengthMs);
    const said = forkMs
      ? gettext("%(name)s, from %(time)s on")
      : gettext("%(name)s, from the beginning");
    const label = interpolate(said, { name, time: clock(forkMs) });
    /** @type {import("./track.js").Look} */
    const look = id === current ? "done" : "out";
    return lane({
      key: `branch/${id}`,
      kind: "branch",
      title: name,
      band: "branches",
      segments: [{ fromMs, toMs: lengthMs, look, texts: [], label, record: 0 }],
    });
  });
}

/**
 * The current branch, its ancestors, and the latest ones.
 *
 * @param {Branch[]} branches
 * @param {number} current
 */
function nearTo(branches, current) {
  const chosen = new Set();
  for (let id = /** @type {number | null} */ (current); id !== null;) {
    chosen.add(id);
    id = branches.find((branch) => branch.id === id)?.parent ?? null;
  }
  for (const { id } of branches.toReversed()) if (chosen.size < MOST) chosen.add(id);
  return branches.filter(({ id }) => chosen.has(id));
}
