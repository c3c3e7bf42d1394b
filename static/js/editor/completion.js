/** Completion of Kubernetes fields and their values in a manifest. */

import { placeAt } from "./path.js";
import { apiVersionOf, typeAt } from "./schema.js";

/**
 * @typedef {import("./schema.js").Schema} Schema
 * @typedef {import("./schema.js").Field} Field
 * @typedef {import("./path.js").Place} Place
 */

const ROOT = ["apiVersion", "kind", "metadata", "spec"];

/**
 * What may be written at a place, without any editor: pure, so that it can be tested.
 *
 * @param {Schema} schema
 * @param {Place} place
 * @param {string} indent   white space in front of the key
 * @returns {{label: string, detail: string, info: string, apply: string}[]}
 */
export function proposals(schema, place, indent) {
  return place.inValue ? values(schema, place) : keys(schema, place, indent);
}

/** @param {Schema} schema @param {Place} place @param {string} indent */
function keys(schema, place, indent) {
  const type = typeAt(schema, place.kind, place.path);
  if (!type && place.path.length === 0) {
    return ROOT.filter((key) => !place.siblings.includes(key)).map((key) => ({
      label: key,
      detail: "",
      info: "",
      apply: key === "metadata" || key === "spec" ? `${key}:\n${indent}  ` : `${key}: `,
    }));
  }
  return Object.entries(type?.fields ?? {})
    .filter(
      ([name]) => !place.siblings.includes(name) && !(name === "status" && !place.path.length),
    )
    .map(([name, field]) => ({
      label: name,
      detail: detailOf(field),
      info: field.doc,
      apply: opening(schema, name, field, indent),
    }));
}

/** @param {Schema} schema @param {Place} place */
function values(schema, place) {
  if (place.path.length === 0 && place.key === "kind") {
    return Object.keys(schema.kinds).map((kind) => plain(kind, apiVersionOf(schema, kind)));
  }
  if (place.path.length === 0 && place.key === "apiVersion") {
    const versions = Object.keys(schema.kinds).map((kind) => apiVersionOf(schema, kind));
    return [...new Set(versions)].sort().map((version) => plain(version, ""));
  }
  const field = typeAt(schema, place.kind, place.path)?.fields[place.key];
  if (field?.type === "boolean") return ["true", "false"].map((value) => plain(value, ""));
  return (field?.enum ?? []).map((value) => plain(value, ""));
}

/** @param {string} label @param {string} detail */
function plain(label, detail) {
  return { label, detail, info: "", apply: label };
}

/**
 * A field's type in a word or two, as `kubectl explain` puts it.
 *
 * @param {Field} field
 */
export function detailOf(field) {
  const type = field.type.includes(".") ? field.type.split(".")[1] : field.type;
  return `${field.list ? `[]${type}` : type}${field.required ? " *" : ""}`;
}

/** @param {Schema} schema @param {string} name @param {Field} field @param {string} indent */
function opening(schema, name, field, indent) {
  if (field.list) return `${name}:\n${indent}- `;
  const nested = field.type in schema.types || field.type === "map";
  return nested ? `${name}:\n${indent}  ` : `${name}: `;
}

/**
 * @param {() => Promise<Schema>} load
 * @returns {import("@codemirror/autocomplete").CompletionSource}
 */
export function completionSource(load) {
  return async (context) => {
    const word = context.matchBefore(/[\w./-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    const lines = context.state.doc.toString().split("\n");
    const line = context.state.doc.lineAt(context.pos);
    const place = placeAt(lines, line.number - 1, context.pos - line.from);
    if (!place) return null;
    const schema = await load();
    const indent = " ".repeat(/^\s*(- +)*/.exec(line.text)?.[0].length ?? 0);
    const options = proposals(schema, place, indent).map((option) => ({
      ...option,
      type: place.inValue ? "enum" : "property",
    }));
    return { from: word.from, options, validFor: /^[\w./-]*$/ };
  };
}
