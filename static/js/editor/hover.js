/** What a field means, where the pointer rests: the API's own documentation. */

import { hoverTooltip } from "@codemirror/view";

import { detailOf } from "./completion.js";
import { placeAt } from "./path.js";
import { typeAt } from "./schema.js";

/**
 * @param {() => Promise<import("./schema.js").Schema>} load
 * @returns {import("@codemirror/state").Extension}
 */
export function fieldHover(load) {
  return hoverTooltip(async (view, position) => {
    const line = view.state.doc.lineAt(position);
    const key = /^\s*(?:- +)*([\w./-]+)\s*:/.exec(line.text);
    if (!key || position > line.from + key[0].length) return null;
    const place = placeAt(view.state.doc.toString().split("\n"), line.number - 1, 0);
    const schema = await load();
    const field = place && typeAt(schema, place.kind, place.path)?.fields[place.key];
    if (!place || !field) return null;
    const from = line.from + line.text.indexOf(key[1]);
    return {
      pos: from,
      end: from + key[1].length,
      above: true,
      create: () => ({ dom: card(place, field) }),
    };
  });
}

/**
 * @param {import("./path.js").Place} place
 * @param {import("./schema.js").Field} field
 */
function card(place, field) {
  const dom = document.createElement("div");
  dom.className = "field-card";
  const title = document.createElement("p");
  const path = document.createElement("code");
  path.textContent = [...place.path, place.key]
    .filter((step) => typeof step === "string")
    .join(".");
  const type = document.createElement("span");
  type.textContent = detailOf(field);
  title.append(path, " ", type);
  const text = document.createElement("p");
  text.textContent = field.doc;
  dom.append(title, text);
  return dom;
}
