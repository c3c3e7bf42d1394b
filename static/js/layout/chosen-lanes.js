/** The lanes that a page was asked for; all of them where none of the names is known. */

/**
 * @param {import("./lanes.js").Lane[]} lanes
 * @param {string[]} chosen   kinds (phase, status, endpoint, traffic, condition, ready, probe,
 *   grace, events), or names of containers, whose probes come with them
 */
export function chosenLanes(lanes, chosen) {
  if (!chosen.length) return lanes;
  const wanted = new Set(chosen.map((name) => name.toLowerCase()));
  const kept = lanes.filter(
    ({ kind, title, key, band }) =>
      [kind, key, title.toLowerCase()].some((name) => wanted.has(name)) ||
      [...wanted].some((name) => band === `container/${name}`),
  );
  return kept.length ? kept : lanes;
}
