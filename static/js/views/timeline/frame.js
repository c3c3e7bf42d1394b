/** What the timeline is drawn into, and its tools: zoom, fit, and what is shown. */

import { html } from "lit-html";

import { gettext } from "../../store/words.js";
import { icon } from "../icons.js";

/**
 * @param {{zoomBy: (factor: number) => void, fit: () => void, choose: () => void}} act
 */
export function frame({ zoomBy, fit, choose }) {
  return html` <div class="tools">
      <button type="button" aria-label=${gettext("Zoom out")} @click=${() => zoomBy(2)}>−</button>
      <button type="button" title=${gettext("Zoom to all")} @click=${fit}>${gettext("fit")}</button>
      <button type="button" aria-label=${gettext("Zoom in")} @click=${() => zoomBy(0.5)}>+</button>
      <button
        type="button"
        class="choose"
        aria-label=${gettext("What the timeline shows")}
        title=${gettext("What the timeline shows")}
        @click=${choose}
      >
        ${icon("lanes")}
      </button>
    </div>
    <svg class="axis"></svg>
    <div class="lanes"><svg></svg></div>
    <div
      class="timeline-table"
      tabindex="0"
      role="region"
      aria-label=${gettext("The timeline as a table")}
    ></div>`;
}
