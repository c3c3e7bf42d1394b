/** A manifest to mend: what goes on with a session when its manifest is changed. */

/** @typedef {import("../wire/records.js").Scenario} Scenario */

/**
 * Whether this session is for mending: it has a goal, and no lesson around it.
 *
 * @param {Scenario | undefined} scenario
 */
export function isToMend(scenario) {
  return Boolean(scenario?.lesson?.goal?.length) && !scenario?.lesson?.saying;
}

/**
 * What the next try takes along: the goal, its texts, and how long it is played.
 *
 * @param {Scenario | undefined} scenario
 */
export function toMend(scenario) {
  if (!scenario || !isToMend(scenario)) return {};
  const { lesson, title, until_ms, translations } = scenario;
  return { lesson, title, until_ms, translations };
}
