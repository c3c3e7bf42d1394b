/** A dialog over the stage: the browser's own, so that Escape, focus and the backdrop are right. */

import { html, render } from "lit-html";

import { gettext } from "../../store/words.js";
import { icon } from "../icons.js";

/**
 * @typedef {object} Content
 * @property {string} title
 * @property {string} name       its CSS class: `dialog-NAME`
 * @property {() => unknown} body   what to draw; called again by `redraw`
 */

export class Dialog {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.element = document.createElement("dialog");
    root.append(this.element);
    this.element.addEventListener("click", (event) => {
      if (event.target === this.element) this.close();
    });
    this.element.addEventListener("close", () => {
      // The event comes later than the closing: something else may have been opened meanwhile.
      if (this.element.open) return;
      this.content = null;
      render("", this.element);
    });
    /** @type {Content | null} */
    this.content = null;
  }

  get isOpen() {
    return this.element.open;
  }

  /** @param {Content} content */
  open(content) {
    this.content = content;
    this.element.className = `dialog dialog-${content.name}`;
    this.element.setAttribute("aria-labelledby", "dialog-title");
    this.redraw();
    if (!this.element.open) this.element.showModal();
    const first = /** @type {HTMLElement | null} */ (this.element.querySelector("[autofocus]"));
    first?.focus();
  }

  redraw() {
    if (!this.content) return;
    const { title, body } = this.content;
    render(
      html`<div class="dialog-sheet">
        <header>
          <h2 id="dialog-title">${title}</h2>
          <button
            type="button"
            class="quiet"
            aria-label=${gettext("Close")}
            @click=${() => this.close()}
          >
            ${icon("close")}
          </button>
        </header>
        ${body()}
      </div>`,
      this.element,
    );
  }

  close() {
    this.element.close();
  }
}
