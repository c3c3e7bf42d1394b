/** The manifest beside the stage, to be read: line numbers, dots, the yellow line of the cause. */

import { html, nothing, render } from "lit-html";

import { faultsAt } from "../layout/faults.js";
import { recall, remember } from "../store/preferences.js";
import { fileNameOf } from "../layout/manifest-text.js";
import { gettext, interpolate } from "../store/words.js";
import { honestyBar } from "./honesty.js";
import { icon } from "./icons.js";
import { changes } from "./memo.js";
import { sourceMarks } from "./source.js";

/** @typedef {import("./picture.js").Picture} Picture */

export class Manifest {
  /**
   * @param {HTMLElement} root
   * @param {Record<"edit" | "upload" | "breakSomething" | "honesty", () => void>
   *   & {line: (line: number) => void}} act
   */
  constructor(root, act) {
    this.root = root;
    this.act = act;
    this.changed = changes();
    this.line = 0;
    this.fold(recall("folded") === "yes");
  }

  /** @param {boolean} folded */
  fold(folded) {
    document.body.classList.toggle("folded", folded);
    remember("folded", folded ? "yes" : null);
    this.changed();
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { store, reached, version, causeLine, trace } = picture;
    const folded = document.body.classList.contains("folded");
    if (!this.changed(store.opened, reached, version, trace, causeLine, folded)) return;
    const marks = sourceMarks(picture);
    const broken = faultsAt(trace?.history.faults ?? [], store.atMs).length;
    render(this.#template(store.opened, marks, folded, broken), this.root);
    if (marks.cause !== this.line) showCause(this.root);
    this.line = marks.cause ?? 0;
  }

  /** @param {number} line */
  goTo(line) {
    const item = this.root.querySelector(`.source li:nth-child(${line})`);
    item?.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {import("../wire/records.js").OpenedFrame | null} opened
   * @param {import("./source.js").Marks} marks
   * @param {boolean} folded
   * @param {number} broken   how many faults are in force
   */
  #template(opened, marks, folded, broken) {
    const text = opened?.scenario.manifests ?? "";
    const label = folded ? gettext("Show the manifest") : gettext("Fold the manifest");
    return html` <header class="editor-head">
        <h2>${fileNameOf(text)}</h2>
        <span class="spring"></span>
        <button type="button" class="outlined" @click=${this.act.edit}>${gettext("Edit")}</button>
        <button type="button" class="outlined" @click=${this.act.upload}>
          ${gettext("Upload")}
        </button>
        <button
          type="button"
          class="fold"
          aria-label=${label}
          title=${label}
          aria-expanded=${!folded}
          @click=${() => this.fold(!folded)}
        >
          ${icon(folded ? "unfold" : "fold")}
        </button>
      </header>
      ${sourceList(text, marks, this.act.line)}
      <footer class="editor-foot">
        <button type="button" class="outlined" @click=${this.act.breakSomething}>
          ${icon("bolt")}${gettext("Break something")} <kbd>f</kbd>
          ${brokenCount(broken)}
        </button>
        ${honestyBar(opened?.honesty, this.act.honesty)}
      </footer>`;
  }
}

/** @param {number} broken */
function brokenCount(broken) {
  if (!broken) return nothing;
  return html`<b class="count" title=${gettext("Broken at this moment")}>${broken}</b>`;
}

/**
 * @param {string} text
 * @param {import("./source.js").Marks} marks
 * @param {(line: number) => void} ask   for all that a line did
 */
export function sourceList(text, marks, ask) {
  const lines = text.trimEnd().split("\n");
  return html`<ol class="source" tabindex="0" aria-label=${gettext("Manifest")}>
    ${lines.map((line, i) => sourceLine(line, i + 1, marks, ask))}
  </ol>`;
}

/**
 * Scrolls the list, and nothing around it, to the yellow line.
 *
 * @param {HTMLElement} root   of the list
 */
export function showCause(root) {
  const list = /** @type {HTMLElement | null} */ (root.querySelector(".source"));
  const item = /** @type {HTMLElement | null} */ (list?.querySelector(".cause") ?? null);
  if (!list || !item) return;
  const top = item.offsetTop - list.offsetTop;
  const inSight = top >= list.scrollTop && top < list.scrollTop + list.clientHeight - 24;
  if (!inSight) list.scrollTop = top - list.clientHeight / 2;
}

/**
 * @param {string} text
 * @param {number} number
 * @param {import("./source.js").Marks} marks
 * @param {(line: number) => void} ask
 */
function sourceLine(text, number, { cause, dots, idle }, ask) {
  const dot = dots.find((one) => one.line === number);
  const not = idle.includes(number) ? gettext("not simulated: it changes nothing here") : "";
  return html`<li class="${number === cause ? "cause" : ""} ${not ? "idle" : ""}">
    <span class="line-number" aria-hidden="true">${number}</span>
    ${
      dot
        ? html`<button
            type="button"
            class="dot s-${dot.state}"
            title=${dot.label || nothing}
            aria-label=${interpolate(gettext("What line %(number)s did"), { number })}
            @click=${() => ask(number)}
          ></button>`
        : html`<span class="dot"></span>`
    }<code title=${not || nothing}>${coloured(text)}</code>
  </li>`;
}

/** @param {string} text */
function coloured(text) {
  const found = /^(\s*(?:- )*)("[^"]*"|[\w./$-]+)(:)(?=\s|$)(.*?)(\s#.*)?$/.exec(text);
  if (!found) return /^\s*#/.test(text) ? html`<i>${text}</i>` : text;
  const [, indent, key, colon, value, comment] = found;
  return html`${indent}<b>${key}</b>${colon}${value}${comment ? html`<i>${comment}</i>` : nothing}`;
}
