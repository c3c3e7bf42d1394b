/** From a field path of a Pod to the line of the manifest where it stands. */

/**
 * @typedef {import("../wire/records.js").Positions} Positions
 * @typedef {import("./history.js").PodStory} PodStory
 */

/**
 * @typedef {object} Place
 * @property {number} line
 * @property {boolean} exact   false where only what is around the field stands in the manifest
 */

/** Where the Pod of a workload is written. */
const TEMPLATES = ["spec.template.", "spec.jobTemplate.spec.template."];

/**
 * @param {Positions} positions
 * @param {PodStory} story
 * @param {string} field
 * @returns {Place | null}
 */
export function placeOf(positions, story, field) {
  const own = positions[`Pod/${story.namespace}/${story.name}`];
  if (own) return placeIn(own.fields, field);
  const owner = ownerOf(positions, story);
  if (!owner) return null;
  const prefix = TEMPLATES.find((path) =>
    Object.keys(owner.fields).some((f) => f.startsWith(path)),
  );
  return placeIn(owner.fields, `${prefix ?? TEMPLATES[0]}${field}`);
}

/**
 * A Pod that a controller made is called after it.
 *
 * @param {Positions} positions
 * @param {PodStory} story
 */
function ownerOf(positions, story) {
  const owners = Object.entries(positions).filter(([key, object]) => {
    const [, namespace, name] = key.split("/");
    const hasTemplate = Object.keys(object.fields).some(
      (f) => f.startsWith(TEMPLATES[0]) || f.startsWith(TEMPLATES[1]),
    );
    return hasTemplate && namespace === story.namespace && story.name.startsWith(`${name}-`);
  });
  owners.sort(([a], [b]) => b.length - a.length);
  return owners[0]?.[1] ?? null;
}

/**
 * @param {Record<string, number[]>} fields
 * @param {string} field
 * @returns {Place | null}
 */
function placeIn(fields, field) {
  for (let path = field; path; path = parentOf(path)) {
    const at = fields[path];
    if (at) return { line: at[0], exact: path === field };
  }
  return null;
}

/** @param {string} path */
function parentOf(path) {
  return path.replace(/(\[[^\]]*\]|\.?[^.[\]]+)$/, "");
}
