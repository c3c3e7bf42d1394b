/** The colours of YAML, as classes whose values stand with the other tokens in the CSS. */

import { tagHighlighter, tags } from "@lezer/highlight";

export const highlighting = tagHighlighter([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: "yaml-key" },
  { tag: [tags.string, tags.special(tags.string)], class: "yaml-string" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], class: "yaml-literal" },
  { tag: [tags.comment, tags.lineComment], class: "yaml-comment" },
  { tag: [tags.meta, tags.separator, tags.punctuation], class: "yaml-mark" },
  { tag: [tags.labelName, tags.typeName], class: "yaml-anchor" },
]);
