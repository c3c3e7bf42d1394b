/** What a link holds of the scenario that is played: the script as it came to be on this branch. */

/**
 * @typedef {import("../wire/records.js").Scenario} Scenario
 * @typedef {import("../wire/records.js").BranchInput} BranchInput
 */

/**
 * @param {Scenario} scenario   as it was opened
 * @param {BranchInput[]} inputs   of the branch, the script's steps among them
 * @param {{manifests: string, moment_ms: number}} change
 * @returns {Partial<Scenario> & {moment_ms?: number}} without what has its default
 */
export function sharedScenario(scenario, inputs, { manifests, moment_ms }) {
  const { title, summary, seed, kubernetes, until_ms, chapters, assumptions } = scenario;
  const script = inputs.map(({ at_ms, do: line, manifest }) =>
    manifest ? { at_ms, do: line, manifest } : { at_ms, do: line },
  );
  const whole = { title, summary, manifests, script, seed, kubernetes, until_ms, chapters };
  const all = { ...whole, assumptions, moment_ms };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => !isDefault(value)));
}

/** @param {unknown} value */
function isDefault(value) {
  if (Array.isArray(value)) return value.length === 0;
  if (value && typeof value === "object") return Object.keys(value).length === 0;
  return value === undefined || value === null || value === "" || value === 0;
}
