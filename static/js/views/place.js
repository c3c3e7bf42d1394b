/** Styles that must be computed, set through the CSSOM: the page's policy forbids attributes. */

import { noChange } from "lit-html";
import { Directive, directive } from "lit-html/directive.js";

class PlaceDirective extends Directive {
  /** @param {Record<string, string>} _styles */
  render(_styles) {
    return noChange;
  }

  /**
   * @param {import("lit-html/directive.js").ElementPart} part
   * @param {[Record<string, string>]} styles
   * @override
   */
  update(part, [styles]) {
    const { style } = /** @type {HTMLElement} */ (part.element);
    for (const [name, value] of Object.entries(styles)) style.setProperty(name, value);
    return noChange;
  }
}

/** `<i ${place({left: "3%"})}>` */
export const place = directive(PlaceDirective);
