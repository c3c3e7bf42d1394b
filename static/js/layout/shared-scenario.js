/** What a link holds of the scenario that is played: the script as it came to be on this branch. */

/**
 * @typedef {import("../wire/records.js").Scenario} Scenario
 * @typedef {import("../wire/records.js").BranchInput} BranchInput
 */

/** @typedef {{until_ms: number, digest: string}} Played   what came of it */

/**
 * @param {Scenario} scenario   as it was opened
 * @param {BranchInput[]} inputs   of the branch, the script's steps among them
 * @param {{manifests: string, moment_ms: number, played?: Played | null}} change
 * @returns {Partial<Scenario> & {moment_ms?: number, played?: Played}} without what is empty
 */
export function sharedScenario(scenario, inputs, { manifests, moment_ms, played = null }) {
  const script = inputs.map(({ at_ms, do: line, manifest }) =>
    manifest ? { at_ms, do: line, manifest } : { at_ms, do: line },
  );
  const all = { ...scenario, manifests, script, moment_ms: moment_ms || null, played };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => !isEmpty(value)));
}

/** @param {unknown} value */
function isEmpty(value) {
  if (Array.isArray(value)) return value.length === 0;
  if (value && typeof value === "object") return Object.keys(value).length === 0;
  return value === undefined || value === null || value === "";
}
