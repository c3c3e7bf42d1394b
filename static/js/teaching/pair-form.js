/** What is compared, as it stands in the form: as it was given, and as somebody has changed it. */

import { PlaceMemory } from "../store/place-memory.js";

/**
 * @typedef {"a" | "b"} Side
 * @typedef {{manifests: string, kubernetes: string, seed: number | string, script: string,
 *   steps: unknown[], until_ms: number, title: string, name: string}} Given
 * @typedef {Record<Side, Record<string, string>> & {script: string, until: string}} Written
 */

export const SIDES = /** @type {const} */ (["a", "b"]);
/** What each side has of its own. */
const FIELDS = ["manifests", "kubernetes", "seed", "script"];

export class PairForm {
  /**
   * @param {HTMLFormElement} form
   * @param {Record<Side, Given>} sides
   */
  constructor(form, sides) {
    this.form = form;
    this.sides = sides;
    this.script = /** @type {HTMLTextAreaElement} */ (form.querySelector("#script"));
    this.until = /** @type {HTMLInputElement} */ (form.querySelector("#until"));
    this.undo = /** @type {HTMLButtonElement} */ (form.querySelector("#as-it-was"));
    /** Branches differ in what was done: each has a script of its own. */
    this.apart = sides.a.script !== sides.b.script;
    for (const side of SIDES) {
      const own = /** @type {HTMLElement} */ (
        form.querySelector(`[data-side=${side}] .own-script`)
      );
      own.hidden = !this.apart;
    }
    /** @type {HTMLElement} */ (form.querySelector("#one-script")).hidden = this.apart;
    /** @type {PlaceMemory<Written>} */
    this.kept = new PlaceMemory("pair");
    const changed = this.kept.read();
    this.#fill(changed ?? this.#given());
    this.undo.hidden = !changed;
    form.addEventListener("input", () => {
      this.kept.write(this.#written());
      this.undo.hidden = false;
    });
  }

  /** All changes are taken back. */
  takeBack() {
    this.kept.forget();
    this.#fill(this.#given());
    this.undo.hidden = true;
  }

  /**
   * @param {Side} side
   * @param {string} name
   */
  #field(side, name) {
    const found = this.form.querySelector(`[data-side=${side}] [name=${name}]`);
    return /** @type {HTMLInputElement} */ (found);
  }

  /** @returns {Written} */
  #given() {
    const { a, b } = this.sides;
    const own = (/** @type {Given} */ given) =>
      Object.fromEntries(
        FIELDS.map((name) => [name, String(given[/** @type {"manifests"} */ (name)])]),
      );
    const until = String(Math.ceil(Math.max(a.until_ms, b.until_ms) / 1000));
    return { a: own(a), b: own(b), script: a.script, until };
  }

  /** @returns {Written} */
  #written() {
    const own = (/** @type {Side} */ side) =>
      Object.fromEntries(FIELDS.map((name) => [name, this.#field(side, name).value]));
    return { a: own("a"), b: own("b"), script: this.script.value, until: this.until.value };
  }

  /** @param {Written} written */
  #fill(written) {
    for (const side of SIDES) {
      for (const name of FIELDS) this.#field(side, name).value = written[side][name];
    }
    this.script.value = written.script;
    this.until.value = written.until;
  }

  /** @param {Side} side */
  scriptOf(side) {
    return this.apart ? this.#field(side, "script").value : this.script.value;
  }

  /** What is sent of both sides. */
  asked() {
    return Object.fromEntries(
      SIDES.map((side) => [
        side,
        {
          manifests: this.#field(side, "manifests").value,
          kubernetes: this.#field(side, "kubernetes").value.trim(),
          seed: Number(this.#field(side, "seed").value),
          script: this.scriptOf(side),
          steps: this.sides[side].steps,
          until_ms: Math.round(Number(this.until.value) * 1000),
          title: this.sides[side].name || this.sides[side].title,
        },
      ]),
    );
  }

  /** @param {boolean} now   long manifests take some seconds */
  busy(now) {
    for (const button of this.form.querySelectorAll("button")) button.disabled = now;
  }
}
