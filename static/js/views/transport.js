/** The transport bar: the keys, the clock, the minimap to scrub in, the speed. */

import { html, render } from "lit-html";

import { clock, duration } from "../layout/axis.js";
import { neighbour } from "../layout/steps.js";
import { SPEEDS } from "../store/playback.js";
import { gettext, interpolate } from "../store/words.js";
import { icon } from "./icons.js";
import { changes } from "./memo.js";
import { Minimap } from "./minimap.js";

/** @typedef {import("./picture.js").Picture} Picture */

export class Transport {
  /**
   * @param {HTMLElement} root
   * @param {import("../store/store.js").Store} store
   */
  constructor(root, store) {
    this.root = root;
    this.store = store;
    this.playChanged = changes();
    this.speedChanged = changes();
    render(this.#template(), root);
    const find = (/** @type {string} */ selector) =>
      /** @type {HTMLElement} */ (root.querySelector(selector));
    this.play = find(".play");
    this.now = find(".clock b");
    this.length = find(".clock small");
    this.speed = /** @type {HTMLSelectElement} */ (root.querySelector("select"));
    this.minimap = new Minimap(find(".minimap"), store);
  }

  measure() {
    this.minimap.measure();
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { playing, atMs, lengthMs, store } = picture;
    if (this.playChanged(playing)) {
      const label = playing ? gettext("Pause") : gettext("Play");
      this.play.setAttribute("aria-label", label);
      this.play.title = label;
      render(icon(playing ? "pause" : "play"), this.play);
    }
    this.now.textContent = clock(atMs);
    this.length.textContent = interpolate(gettext("of %(time)s"), { time: duration(lengthMs) });
    this.root.ariaBusy = String(store.arriving);
    if (this.speedChanged(store.anchor.speed)) this.#showSpeed(store.anchor.speed);
    this.minimap.draw(picture);
  }

  #template() {
    const { store } = this;
    const step = (/** @type {1 | -1} */ direction) => () =>
      store.stepTo(neighbour(store.trace?.steps ?? [], store.atMs, direction));
    const end = () => store.stepTo(store.trace?.steps.at(-1)?.atMs ?? store.lengthMs);
    return html` ${button("first wide", gettext("First"), "first", () => store.stepTo(0))}
      ${button("event", gettext("Previous event"), "previous", step(-1))}
      <button type="button" class="play" @click=${() => store.toggle()}></button>
      ${button("event", gettext("Next event"), "next", step(1))}
      ${button("last wide", gettext("Last"), "last", end)}
      <p class="clock"><b>0 s</b> <small></small></p>
      <div class="minimap"></div>
      <label class="speed">
        <span class="unseen">${gettext("Speed")}</span>
        <select @change=${() => store.setSpeed(Number(this.speed.value))}>
          ${SPEEDS.map((speed) => html`<option value=${speed}>${speed}×</option>`)}
        </select>
        ${icon("down")}
      </label>`;
  }

  /** @param {number} speed */
  #showSpeed(speed) {
    if (!SPEEDS.includes(speed)) this.speed.add(new Option(`${speed}×`, String(speed)));
    this.speed.value = String(speed);
  }
}

/**
 * @param {string} name
 * @param {string} label
 * @param {Parameters<typeof icon>[0]} shape
 * @param {() => void} act
 */
function button(name, label, shape, act) {
  return html`<button type="button" class=${name} aria-label=${label} title=${label} @click=${act}>
    ${icon(shape)}
  </button>`;
}
