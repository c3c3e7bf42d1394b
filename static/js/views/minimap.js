/** The scrubber: the whole trace in thin lines, chapters as flags, a box for the zoom window. */

import { html, nothing, render, svg } from "lit-html";

import { clock } from "../layout/axis.js";
import { MINIMAP_HEIGHT, minimapOf } from "../layout/minimap.js";
import { textWidth } from "../layout/rows.js";
import { gettext, said } from "../store/words.js";
import { changes } from "./memo.js";
import { place } from "./place.js";
import { rect } from "./timeline/shapes.js";

/**
 * @typedef {import("./picture.js").Picture} Picture
 * @typedef {import("../wire/records.js").Chapter} Chapter
 */

/** The drawing is stretched to the width there is. */
const WIDTH = 1000;
const EDGE = 6;
/** Above the ticks of what failed. */
const CROWD_ROOM = { top: 1, height: MINIMAP_HEIGHT - 8 };
/** @type {Chapter[]} */
const NONE = [];
/** The type of the flags, and what a flag needs beside its name. */
const FLAG_SIZE = 12.5;
const FLAG_PADDING = 14;
/** A press may slip by so many px. */
const SLIP = 6;
/** Top and height of ticks that don't reach from top to bottom. */
/** @type {Record<string, [number, number]>} */
const TICKS = { failure: [38, 4], told: [0, 7] };

export class Minimap {
  /**
   * @param {HTMLElement} root
   * @param {import("../store/store.js").Store} store
   */
  constructor(root, store) {
    this.store = store;
    this.mapChanged = changes();
    this.flagsChanged = changes();
    /** @type {{veilMs: number | null, of: Chapter[], found: Chapter[]}} */
    this.shown = { veilMs: null, of: NONE, found: NONE };
    this.width = 0;
    render(
      html`<div class="flags"></div>
        <svg
          viewBox=${`0 0 ${WIDTH} ${MINIMAP_HEIGHT}`}
          preserveAspectRatio="none"
          role="slider"
          tabindex="0"
          aria-label=${gettext("Whole recording")}
          aria-valuemin="0"
        ></svg>`,
      root,
    );
    this.flags = /** @type {HTMLElement} */ (root.querySelector(".flags"));
    this.svg = /** @type {SVGSVGElement} */ (root.querySelector("svg"));
    this.#listen();
  }

  measure() {
    this.width = this.flags.clientWidth;
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { lanes, lengthMs, window, atMs, store } = picture;
    if (
      this.mapChanged(lanes, lengthMs, window.fromMs, window.toMs, store.gaze.markers, store.notes)
    ) {
      this.lengthMs = lengthMs;
      render(this.#map(picture), this.svg);
      this.moving = {
        past: this.svg.querySelector("#minimap-past rect"),
        future: this.svg.querySelector("#minimap-future rect"),
        head: this.svg.querySelector(".head"),
      };
    }
    const chapters = this.chapters(
      store.opened?.scenario.chapters ?? NONE,
      store.veilMs,
      store.opened?.scenario.translations,
    );
    const current = chapters.findLast((chapter) => chapter.at_ms <= atMs);
    if (this.flagsChanged(chapters, current, lengthMs, this.width)) {
      const seek = (/** @type {number} */ ms) => store.seek(ms);
      render(flags(chapters, current, lengthMs, this.width, seek), this.flags);
    }
    this.#move(atMs, lengthMs);
  }

  /**
   * Those that are shown: what is to be guessed is not given away.
   *
   * @param {Chapter[]} chapters
   * @param {number | null} veilMs
   * @param {Record<string, Record<string, string>>} [translations]
   */
  chapters(chapters, veilMs, translations) {
    if (this.shown.veilMs !== veilMs || this.shown.of !== chapters) {
      const found = chapters
        .filter(({ at_ms }) => at_ms < (veilMs ?? Infinity))
        .map(({ at_ms, title }) => ({ at_ms, title: said(title, translations) }));
      this.shown = { veilMs, of: chapters, found };
    }
    return this.shown.found;
  }

  /**
   * @param {number} atMs
   * @param {number} lengthMs
   */
  #move(atMs, lengthMs) {
    const x = this.#x(atMs);
    this.moving?.past?.setAttribute("width", String(x));
    this.moving?.future?.setAttribute("x", String(x));
    this.moving?.future?.setAttribute("width", String(WIDTH - x));
    this.moving?.head?.setAttribute("x", String(x - 1));
    this.svg.setAttribute("aria-valuemax", (lengthMs / 1000).toFixed(2));
    this.svg.setAttribute("aria-valuenow", (atMs / 1000).toFixed(2));
    this.svg.setAttribute("aria-valuetext", clock(atMs));
  }

  /** @param {number} ms */
  #x(ms) {
    return EDGE + (ms / Math.max(1, this.lengthMs ?? 1)) * (WIDTH - 2 * EDGE);
  }

  /** @param {Picture} picture */
  #map({ lanes, window, lengthMs, store, crowd }) {
    const { threads, failures } = minimapOf(lanes);
    const edges = { left: EDGE, right: WIDTH - EDGE };
    const many = crowd?.crowdMap(lanes, CROWD_ROOM, (ms) => this.#x(ms), edges);
    const lines =
      many ??
      threads.flatMap((thread) =>
        thread.segments.filter(({ look }) => look !== "off").map((one) => this.#line(one, thread)),
      );
    const tick = (/** @type {string} */ name, /** @type {number} */ ms) => {
      const [y, height] = TICKS[name] ?? [0, MINIMAP_HEIGHT];
      return rect(name, { x: this.#x(ms) - 1.5, y, width: 3, height, radius: 0 });
    };
    return svg`
      <defs>
        <clipPath id="minimap-past"><rect height=${MINIMAP_HEIGHT}/></clipPath>
        <clipPath id="minimap-future"><rect height=${MINIMAP_HEIGHT}/></clipPath>
      </defs>
      <g class="future" clip-path="url(#minimap-future)">${lines}</g>
      <g class="past" clip-path="url(#minimap-past)">${lines}</g>
      ${failures.filter((ms) => ms <= lengthMs).map((ms) => tick("failure", ms))}
      ${store.gaze.markers.map((ms) => tick("marker", ms))}
      ${store.notes.filter((ms) => ms <= lengthMs).map((ms) => tick("told", ms))}
      ${window.fromMs <= 0 && window.toMs >= lengthMs - 1 ? nothing : this.#box(window)}
      <rect class="head" y="-2" width="2.4" height=${MINIMAP_HEIGHT + 4}/>`;
  }

  /**
   * @param {import("../layout/track.js").Segment} segment
   * @param {import("../layout/minimap.js").Thread} thread
   */
  #line({ fromMs, toMs, look }, { y, height }) {
    const x = this.#x(fromMs);
    const width = Math.max(1.5, this.#x(toMs) - x - 1);
    return rect(`s-${look}`, { x, y, width, height, radius: 2.5 });
  }

  /**
   * The part of it that the timeline shows.
   *
   * @param {import("../layout/axis.js").Window} window
   */
  #box({ fromMs, toMs }) {
    const x = this.#x(fromMs);
    const width = Math.max(6, this.#x(toMs) - x);
    return rect("window", { x, y: 1, width, height: MINIMAP_HEIGHT - 2, radius: 3 });
  }

  #listen() {
    const { svg, flags } = this;
    const seek = (/** @type {PointerEvent} */ event) => {
      const box = svg.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * WIDTH;
      this.store.seek(((x - EDGE) / (WIDTH - 2 * EDGE)) * (this.lengthMs ?? 0));
    };
    svg.addEventListener("pointerdown", (event) => {
      svg.setPointerCapture(event.pointerId);
      seek(event);
    });
    // A finger's flag is as high as the scrubber: pressed it is a flag, drawn aside the scrubber.
    let from = NaN;
    flags.addEventListener("pointerdown", ({ clientX }) => (from = clientX));
    flags.addEventListener("pointermove", (event) => {
      const away = Math.abs(event.clientX - from) > SLIP;
      if (event.buttons && away) svg.setPointerCapture(event.pointerId);
    });
    svg.addEventListener("pointermove", (event) => {
      if (svg.hasPointerCapture(event.pointerId)) seek(event);
    });
  }
}

/**
 * @param {Chapter[]} chapters
 * @param {Chapter | undefined} current
 * @param {number} lengthMs
 * @param {number} width   of all flags together, in px
 * @param {(ms: number) => void} seek
 */
function flags(chapters, current, lengthMs, width, seek) {
  const left = (/** @type {number} */ ms) =>
    (EDGE / WIDTH + (ms / lengthMs) * (1 - (2 * EDGE) / WIDTH)) * width;
  const room = (/** @type {number} */ i) =>
    (i + 1 < chapters.length ? left(chapters[i + 1].at_ms) : width + 16) - left(chapters[i].at_ms);
  const needs = (/** @type {Chapter} */ { title }) => textWidth(title, FLAG_SIZE) + FLAG_PADDING;
  const covered = current ? left(current.at_ms) + needs(current) : -1;
  return chapters.map((chapter, i) => {
    const isCurrent = chapter === current;
    const x = left(chapter.at_ms);
    const late = isCurrent && x + needs(chapter) > width;
    const free = (x < left(current?.at_ms ?? 0) || x > covered) && room(i) >= needs(chapter);
    return html`<button
      type="button"
      class=${late ? "late" : ""}
      title=${chapter.title}
      aria-current=${isCurrent ? "step" : nothing}
      aria-label=${chapter.title}
      ${place({ left: `${x}px` })}
      @click=${() => seek(chapter.at_ms)}
    >
      ${isCurrent || free ? chapter.title : ""}
    </button>`;
  });
}
