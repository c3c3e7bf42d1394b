/** Text with *stars* around what is bold. */

import { html } from "lit-html";

/** @param {string} text */
export function rich(text) {
  return text.split("*").map((part, i) => (i % 2 ? html`<b>${part}</b>` : part));
}
