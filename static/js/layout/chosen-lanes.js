/** The lanes that a page was asked for; all of them where none of the names is known. */

/** @typedef {import("./lanes.js").Lane} Lane */

/** The header of an owner comes with all that lies below it. */
const BELOW_OWNERS = ["owner", "set", "pod"];

/**
 * @param {Lane[]} lanes
 * @param {string[]} chosen   kinds (owner, pod, phase, status, endpoint, traffic, condition, ready,
 *   probe, grace, events), or names of containers, whose probes come with them
 */
export function chosenLanes(lanes, chosen) {
  if (!chosen.length) return lanes;
  const wanted = new Set(chosen.map((name) => name.toLowerCase()));
  if (wanted.has("owner")) for (const kind of BELOW_OWNERS) wanted.add(kind);
  const names = (/** @type {Lane} */ { kind, key, title }) =>
    BELOW_OWNERS.includes(kind) ? [kind] : [kind, key, title.toLowerCase()];
  const kept = lanes.filter(
    (lane) =>
      names(lane).some((name) => wanted.has(name)) ||
      [...wanted].some((name) => lane.band === `container/${name}`),
  );
  return kept.length ? kept : lanes;
}
