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
  const place = placeIn(owner.fields, `${prefix ?? TEMPLATES[0]}${field}`);
  // `spec.replicas` made the Pod: that is the owner's own, not of its template.
  return (!place?.exact && ownPlace(owner.fields, field)) || place;
}

/** @typedef {import("../wire/records.js").ObjectPositions} ObjectPositions */

/** @type {WeakMap<Positions, Map<string, ObjectPositions | null>>} */
const owners = new WeakMap();

/**
 * Asked for each record of each Pod, and the same for all of a Pod's.
 *
 * @param {Positions} positions
 * @param {PodStory} story
 */
function ownerOf(positions, story) {
  const known = owners.get(positions) ?? new Map();
  owners.set(positions, known);
  const key = `${story.namespace}/${story.name}`;
  if (!known.has(key)) known.set(key, foundOwner(positions, story));
  return known.get(key);
}

/**
 * Where a field stands of what a record is about, be it a Pod or any other object.
 *
 * @param {Positions} positions
 * @param {import("../wire/records.js").WireRecord} record
 * @param {PodStory | null} story   of the Pod, if it is about one
 * @param {string} field
 * @returns {Place | null}
 */
export function placeFor(positions, record, story, field) {
  if (story) return placeOf(positions, story, field);
  if (record.type === "event") {
    const [ofKind, ofName] = record.object.split("/");
    const place = positions[`${ofKind}/${record.namespace}/${ofName}`];
    return place ? (ownPlace(place.fields, field) ?? placeIn(place.fields, field)) : null;
  }
  if (record.type !== "object") return null;
  const { kind, namespace, name, owner } = record;
  const [ownerKind, ownerName] = owner?.split("/") ?? [];
  const found =
    positions[`${kind}/${namespace}/${name}`] ??
    positions[`${ownerKind}/${namespace}/${ownerName}`];
  return found ? (ownPlace(found.fields, field) ?? placeIn(found.fields, field)) : null;
}

/**
 * A field of a controller itself, or of the Job that a CronJob makes.
 *
 * @param {Record<string, number[]>} fields
 * @param {string} field
 */
function ownPlace(fields, field) {
  return exactly(fields, field) ?? exactly(fields, `spec.jobTemplate.${field}`);
}

/**
 * A Pod that a controller made is called after it.
 *
 * @param {Positions} positions
 * @param {PodStory} story
 * @returns {ObjectPositions | null}
 */
function foundOwner(positions, story) {
  const found = Object.entries(positions).filter(([key, object]) => {
    const [, namespace, name] = key.split("/");
    const hasTemplate = Object.keys(object.fields).some(
      (f) => f.startsWith(TEMPLATES[0]) || f.startsWith(TEMPLATES[1]),
    );
    return hasTemplate && namespace === story.namespace && story.name.startsWith(`${name}-`);
  });
  found.sort(([a], [b]) => b.length - a.length);
  return found[0]?.[1] ?? null;
}

/**
 * @param {Record<string, number[]>} fields
 * @param {string} field
 * @returns {Place | null}
 */
function placeIn(fields, field) {
  for (let path = field; path; path = parentOf(path)) {
    const place = exactly(fields, path);
    if (place) return { ...place, exact: path === field };
  }
  return null;
}

/**
 * @param {Record<string, number[]>} fields
 * @param {string} field
 * @returns {Place | null}
 */
function exactly(fields, field) {
  const at = fields[field];
  return at ? { line: at[0], exact: true } : null;
}

/** @param {string} path */
function parentOf(path) {
  return path.replace(/(\[[^\]]*\]|\.?[^.[\]]+)$/, "");
}
