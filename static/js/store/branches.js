/** The branches of a session: each says only what is its own, the rest follows from its parents. */

/**
 * @typedef {import("../wire/records.js").Branch} Branch
 * @typedef {import("../wire/records.js").BranchInput} BranchInput
 */

/**
 * @param {Branch[]} branches
 * @param {Branch[]} news   new ones, and those that have changed
 * @returns {Branch[]}
 */
export function merged(branches, news) {
  const byId = new Map([...branches, ...news].map((branch) => [branch.id, branch]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

/**
 * All inputs of a branch in order: its parent's up to the fork, its own, and what the script
 * still does. The server reckons the same (lifecycle/sessions/journal.py).
 *
 * @param {Branch[]} branches
 * @param {number} id
 * @param {BranchInput[]} script   of the scenario
 * @returns {BranchInput[]}
 */
export function inputsOf(branches, id, script) {
  const branch = branches.find((one) => one.id === id);
  const planned = [...script].sort((a, b) => a.at_ms - b.at_ms);
  if (!branch || branch.parent === null) return [...planned, ...(branch?.inputs ?? [])];
  const past = inputsOf(branches, branch.parent, script).filter(
    ({ at_ms }) => at_ms <= branch.fork_ms,
  );
  return [...past, ...branch.inputs, ...planned.filter(({ at_ms }) => at_ms > branch.fork_ms)];
}

/**
 * The branches in outline: each below its parent, with how deep it stands.
 *
 * @param {Branch[]} branches
 * @param {number | null} [parent]
 * @param {number} [depth]
 * @returns {{branch: Branch, depth: number}[]}
 */
export function outline(branches, parent = null, depth = 0) {
  return branches
    .filter((branch) => branch.parent === parent)
    .flatMap((branch) => [{ branch, depth }, ...outline(branches, branch.id, depth + 1)]);
}
