/** The host's pointer on the timeline: a hand at a moment, and a ring around what is chosen. */

import { html, nothing, render } from "lit-html";

import { clock } from "../layout/axis.js";
import { gettext, interpolate } from "../store/words.js";
import { icon } from "./icons.js";
import { changes } from "./memo.js";

/**
 * @param {HTMLElement} root   the timeline's
 * @param {import("../store/store.js").Store} store
 * @param {import("./timeline/timeline.js").Timeline} timeline   it stands before this in the loop
 * @returns {import("./loop.js").View}
 */
export function pointingView(root, store, timeline) {
  const layer = document.createElement("div");
  layer.className = "pointing";
  root.append(layer);
  const changed = changes();
  let left = 0;
  let border = 0;
  return {
    measure() {
      left = timeline.svg.getBoundingClientRect().left - root.getBoundingClientRect().left;
      border = root.clientLeft;
    },
    draw() {
      const { pointer } = store.company;
      const { scale, unit } = timeline;
      if (!changed(pointer, left, scale, unit, timeline.rows, store.trace?.version)) return;
      for (const old of root.querySelectorAll(".hit.pointed")) old.classList.remove("pointed");
      const record = pointer?.record;
      if (record) root.querySelector(`.hit[data-record="${record}"]`)?.classList.add("pointed");
      const x = pointer?.atMs == null ? null : scale.x(pointer.atMs);
      const inSight = x !== null && x >= scale.left - 1 && x <= scale.right + 1;
      layer.style.setProperty("--x", `${left + (x ?? 0) * unit - border}px`);
      render(inSight ? hand(store) : nothing, layer);
    },
  };
}

/** @param {import("../store/store.js").Store} store */
function hand(store) {
  return html`<i></i>
    <button type="button" title=${pointerWords(store)} @click=${() => goThere(store)}>
      ${icon("hand")}
    </button>`;
}

/** @param {import("../store/store.js").Store} store */
export function pointerWords({ company, host }) {
  const { atMs, subject } = company.pointer ?? {};
  const time = clock(atMs ?? 0);
  if (!subject) {
    const words = host ? gettext("You point at %(time)s") : gettext("The host points at %(time)s");
    return interpolate(words, { time });
  }
  const words = host
    ? gettext("You point at %(subject)s, %(time)s")
    : gettext("The host points at %(subject)s, %(time)s");
  return interpolate(words, { subject, time });
}

/**
 * To what is pointed at; whoever was with the host and goes elsewhere has broken away.
 *
 * @param {import("../store/store.js").Store} store
 */
export function goThere(store) {
  const { pointer } = store.company;
  if (pointer?.atMs == null) return;
  store.stepTo(pointer.atMs);
  if (pointer.record) store.gaze.select(pointer.record);
}
