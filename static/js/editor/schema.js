/**
 * The field reference of Kubernetes objects, fetched once, and the way from a YAML path to the
 * type that stands there.
 */

/**
 * @typedef {{type: string, list?: boolean, required?: boolean, doc: string, enum?: string[]}} Field
 * @typedef {{doc: string, fields: Record<string, Field>}} Type
 * @typedef {{kinds: Record<string, string>, types: Record<string, Type>}} Schema
 */

/** @type {Record<string, string>} groups that are not written as their package is named */
const GROUPS = {
  core: "",
  networking: "networking.k8s.io/",
  scheduling: "scheduling.k8s.io/",
  storage: "storage.k8s.io/",
};

/** @type {Promise<Schema> | null} */
let fetched = null;

/**
 * @param {string} url
 * @returns {Promise<Schema>} rejects when the server does not answer; the next call tries again
 */
export function loadSchema(url) {
  fetched ??= fetch(url).then((answer) => {
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  });
  fetched.catch(() => {
    fetched = null;
  });
  return fetched;
}

/**
 * The type of the mapping at a path, or null where there is none or it is free (`labels`).
 *
 * @param {Schema} schema
 * @param {string} kind
 * @param {(string | number)[]} path
 * @returns {Type | null}
 */
export function typeAt(schema, kind, path) {
  let type = schema.types[schema.kinds[kind] ?? ""] ?? null;
  for (const step of path) {
    if (typeof step === "number") continue;
    const field = type?.fields[step];
    type = (field && schema.types[field.type]) ?? null;
    if (!type) return null;
  }
  return type;
}

/**
 * The API version that a kind is written with, read off its type's name: `apps_v1` → `apps/v1`.
 *
 * @param {Schema} schema
 * @param {string} kind
 * @returns {string}
 */
export function apiVersionOf(schema, kind) {
  const [group, version] = (schema.kinds[kind] ?? "").split(".")[0].split("_");
  return version ? `${GROUPS[group] ?? `${group}/`}${version}` : "";
}
