/** What can be made larger at the cost of its neighbour: by dragging, by keys, or all at once. */

import { html, render } from "lit-html";

import { recall, remember } from "../store/preferences.js";
import { gettext } from "../store/words.js";
import { icon } from "./icons.js";

/** Shares of the room, in percent; each key moves by so much. */
const STEP = 4;
const RANGES = { rows: [12, 74], columns: [25, 75] };
const USUAL = { rows: 27, columns: 51 };

/** @typedef {"rows" | "columns"} Which */

/**
 * @param {HTMLElement} stage    what is divided in rows
 * @param {HTMLElement} panels   what is divided in columns
 */
export function listenForSplitters(stage, panels) {
  panels.before(splitter("rows", stage, gettext("Height of the panels")));
  panels.firstElementChild?.after(splitter("columns", panels, gettext("Width of the panels")));
  for (const panel of panels.querySelectorAll(".panel")) {
    panel.append(expander(/** @type {HTMLElement} */ (panel), stage));
  }
}

/**
 * @param {Which} which
 * @param {HTMLElement} divided
 * @param {string} label
 */
function splitter(which, divided, label) {
  const element = document.createElement("div");
  const vertical = which === "columns";
  element.className = `splitter ${which}`;
  element.tabIndex = 0;
  for (const [name, value] of Object.entries({
    role: "separator",
    "aria-label": label,
    "aria-orientation": vertical ? "vertical" : "horizontal",
    "aria-valuemin": String(RANGES[which][0]),
    "aria-valuemax": String(RANGES[which][1]),
  })) {
    element.setAttribute(name, value);
  }
  const set = (/** @type {number | null} */ share) => {
    const at = Math.min(RANGES[which][1], Math.max(RANGES[which][0], share ?? USUAL[which]));
    if (share === null) divided.style.removeProperty(`--${which}`);
    else divided.style.setProperty(`--${which}`, `${at}%`);
    divided.classList.toggle(`split-${which}`, share !== null);
    element.setAttribute("aria-valuenow", String(Math.round(at)));
    remember(`split-${which}`, share === null ? null : String(Math.round(at)));
  };
  const kept = recall(`split-${which}`);
  set(kept === null ? null : Number(kept) || null);
  const now = () => Number(element.getAttribute("aria-valuenow"));
  listenForDrag(element, divided, vertical, set);
  element.addEventListener("dblclick", () => set(null));
  element.addEventListener("keydown", (event) => {
    const by = { ArrowUp: STEP, ArrowRight: STEP, ArrowDown: -STEP, ArrowLeft: -STEP }[event.key];
    if (event.key === "Home") set(null);
    else if (by) set(now() + by);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return element;
}

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} divided
 * @param {boolean} vertical
 * @param {(share: number) => void} set
 */
function listenForDrag(element, divided, vertical, set) {
  element.addEventListener("pointerdown", (event) => element.setPointerCapture(event.pointerId));
  element.addEventListener("pointermove", (event) => {
    if (!element.hasPointerCapture(event.pointerId)) return;
    const box = divided.getBoundingClientRect();
    const share = vertical
      ? (event.clientX - box.left) / box.width
      : (box.bottom - event.clientY) / box.height;
    set(share * 100);
  });
}

/**
 * A button that gives a panel all the room below the moment, and gives it back.
 *
 * @param {HTMLElement} panel
 * @param {HTMLElement} stage
 */
function expander(panel, stage) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "expander";
  const show = () => {
    const grown = stage.dataset.grown === panel.id;
    const label = grown ? gettext("Make it small again") : gettext("Give it all the room");
    button.setAttribute("aria-label", label);
    button.setAttribute("aria-pressed", String(grown));
    button.title = label;
    render(html`${icon(grown ? "shrink" : "expand")}`, button);
  };
  button.addEventListener("click", () => {
    if (stage.dataset.grown === panel.id) delete stage.dataset.grown;
    else stage.dataset.grown = panel.id;
    show();
  });
  show();
  return button;
}
