/** The one frame loop: what must be measured is read first, then everything is drawn. */

/**
 * @typedef {object} View
 * @property {() => void} [measure]   reads the page; never writes
 * @property {(picture: import("./picture.js").Picture) => void} draw
 */

export class Loop {
  /**
   * @param {import("./picture.js").Painter} painter
   * @param {View[]} views
   */
  constructor(painter, views) {
    this.painter = painter;
    this.views = views;
    this.asked = 0;
  }

  /** Draw at the next frame. */
  ask() {
    this.asked ||= requestAnimationFrame(() => this.#frame());
  }

  #frame() {
    this.asked = 0;
    for (const view of this.views) view.measure?.();
    const picture = this.painter.picture();
    for (const view of this.views) view.draw(picture);
    if (picture.playing) this.ask();
  }
}
