/** The signs on buttons: 24 by 24, drawn in the colour of the text. */

import { html, svg } from "lit-html";

/** @type {Record<string, import("lit-html").TemplateResult<2>>} */
const SHAPES = {
  first: svg`<path d="M6 5v14M19 5l-9 7 9 7z"/>`,
  previous: svg`<path d="M15 5l-8 7 8 7"/><circle cx="18.5" cy="12" r="1.6" class="solid"/>`,
  play: svg`<path d="M8 5l11 7-11 7z" class="solid"/>`,
  pause: svg`<path d="M8 5v14M16 5v14" class="bars"/>`,
  next: svg`<path d="M9 5l8 7-8 7"/><circle cx="5.5" cy="12" r="1.6" class="solid"/>`,
  last: svg`<path d="M18 5v14M5 5l9 7-9 7z"/>`,
  down: svg`<path d="m7 10 5 5 5-5"/>`,
  up: svg`<path d="m7 14 5-5 5 5"/>`,
  expand: svg`<path d="M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5"/>`,
  shrink: svg`<path d="M4 9h5V4M20 9h-5V4M4 15h5v5M20 15h-5v5"/>`,
  lanes: svg`<path d="M4 7h16M4 12h10M4 17h13"/>`,
  fold: svg`<path d="M4 5h16v14H4zM10 5v14M16.5 10l-2 2 2 2"/>`,
  unfold: svg`<path d="M4 5h16v14H4zM10 5v14M14.5 10l2 2-2 2"/>`,
  branch: svg`<path d="M7 4v16M7 14c0-5 10-3 10-9"/><circle cx="17" cy="5" r="2"/>`,
  bolt: svg`<path d="M13 3 5 14h6l-1 7 8-11h-6z"/>`,
  people: svg`<circle cx="9" cy="8" r="3.2"/><path d="M3 20c0-4 2.5-6 6-6s6 2 6 6"/>
    <path d="M15 5.2a3.2 3.2 0 0 1 0 5.8M17 14.4c2.4.7 4 2.5 4 5.6"/>`,
  hand: svg`<path d="M9 13.5V4.6a1.6 1.6 0 0 1 3.2 0V11"/>
    <path d="M12.2 9.6a1.6 1.6 0 0 1 3.2 0V12m0-.8a1.6 1.6 0 0 1 3.2 0V15"/>
    <path d="M18.6 15c0 3.6-2.3 6-5.6 6-3 0-4.4-1.4-5.8-4L5 13.5c-.8-1.5 1-2.9 2.3-1.7L9 13.5"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
};

/** @param {keyof typeof SHAPES} name */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${SHAPES[name]}</svg>`;
}
