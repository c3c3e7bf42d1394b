/**
 * Writing a manifest: the editor in the place of the manifest, what is wrong with it, and Play.
 *
 * What is typed is kept in this browser until it is played, so that a closed tab loses nothing.
 * CodeMirror is fetched when somebody first wants to write.
 */

import { html, nothing, render } from "lit-html";

import { fileNameOf, subjectOf } from "../layout/manifest-text.js";
import { sharedScenario } from "../layout/shared-scenario.js";
import { inputsOf } from "../store/branches.js";
import { Draft } from "../store/draft.js";
import { gettext, interpolate, ngettext } from "../store/words.js";
import { toMend } from "../teaching/goal.js";
import { check, createSession, listScenes, readScene } from "../wire/api.js";
import { lateModule } from "../wire/modules.js";
import { Refused } from "../wire/requests.js";
import { complaintList } from "./complaints.js";
import { chooseFiles } from "./dialogs/dropping.js";
import { troubleOf } from "./dialogs/trouble.js";
import { icon } from "./icons.js";
import { changes } from "./memo.js";
import { sourceMarks } from "./source.js";

/**
 * @typedef {import("../editor/problems.js").Complaint} Complaint
 * @typedef {import("./dialogs/dropping.js").Taken} Taken
 * @typedef {Awaited<ReturnType<typeof listScenes>>} Scenes
 */

const SCHEMA_URL = "/api/schema";

export class Editing {
  /**
   * @param {HTMLElement} aside
   * @param {import("../store/store.js").Store} store
   * @param {(url: string) => void} goTo
   */
  constructor(aside, store, goTo) {
    this.store = store;
    this.goTo = goTo;
    this.root = document.createElement("div");
    this.root.className = "editing";
    aside.append(this.root);
    this.source = document.createElement("div");
    this.source.className = "editing-source";
    /** @type {ReturnType<typeof import("../editor/editor.js").createEditor> | null} */
    this.editor = null;
    /** @type {Complaint[]} */
    this.complaints = [];
    /** @type {string | null} the text that they are about */
    this.judged = null;
    /** @type {Scenes} */
    this.scenes = [];
    this.trouble = "";
    this.file = "";
    this.busy = false;
    this.draft = new Draft();
    this.marksChanged = changes();
    addEventListener("keydown", (event) => this.#key(event));
  }

  get isOpen() {
    return document.body.classList.contains("is-editing");
  }

  /**
   * Write on in what stands here already, or stood here before a reload; else in what is played,
   * or, on an empty page, in what was left unplayed last time.
   */
  async open() {
    await this.#begin(() => {
      const { here, left } = this.draft;
      if (!this.editor && !this.file && here) this.file = here.file;
      return this.editor?.text || here?.text || (this.played ?? left);
    });
  }

  /** @param {Taken} taken   from files */
  async openFiles({ text, name, trouble }) {
    if (text) this.file = name;
    await this.#begin(() => text || this.editor?.text || "");
    this.trouble = trouble;
    if (text) this.#changed(text);
    this.#draw();
  }

  /**
   * As long as what stands here is what is played, its lines are marked as beside the stage.
   *
   * @param {import("./picture.js").Picture} picture
   */
  draw(picture) {
    const { trace, version, reached, causeLine } = picture;
    if (!this.editor || !this.isOpen || !this.#isPlayed()) return;
    if (this.marksChanged(this.editor, trace, version, reached, causeLine)) {
      this.editor.mark(sourceMarks(picture));
    }
  }

  get played() {
    return this.store.opened?.scenario.manifests;
  }

  #isPlayed() {
    return this.editor?.text === this.played;
  }

  /** Give up all that was changed; the editor's own undo brings it back. */
  #takeBack() {
    this.file = "";
    if (this.editor) this.editor.text = this.played ?? "";
    this.editor?.focus();
  }

  /** @param {number} line   where the cursor is: all that it did is told */
  #cursor(line) {
    if (this.#isPlayed()) this.store.gaze.lookAtLine(line);
  }

  close() {
    this.store.gaze.lookAtLine(null);
    document.body.classList.remove("is-editing");
  }

  /** @param {() => string} textOf   asked once the editor is there: meanwhile a file may come */
  async #begin(textOf) {
    document.body.classList.add("is-editing");
    document.body.classList.remove("folded");
    this.#draw();
    const load = async () => await import("../editor/editor.js");
    const module = this.editor ? null : await lateModule(load).catch(troubleOf);
    if (typeof module === "string") {
      this.trouble = module;
      this.#draw();
      return;
    }
    const text = textOf();
    if (this.editor) this.editor.text = text;
    else if (module) this.editor = this.#create(module, text);
    this.editor?.focus();
    this.store.changed();
    this.scenes = await listScenes().catch(() => []);
    this.#draw();
  }

  /**
   * @param {typeof import("../editor/editor.js")} module
   * @param {string} text
   */
  #create({ createEditor }, text) {
    return createEditor({
      parent: this.source,
      text,
      label: gettext("Manifest"),
      empty: gettext("Paste a manifest or drop a file"),
      schemaUrl: SCHEMA_URL,
      check: async (source) => (source.trim() ? (await check(source)).complaints : []),
      onChange: (source) => this.#changed(source),
      onChecked: (complaints) => this.#checked(complaints),
      onCursor: (line) => this.#cursor(line),
    });
  }

  /** @param {string} text */
  #changed(text) {
    this.draft.keep({ text, file: this.file });
    this.trouble = "";
    this.#draw();
  }

  /** @param {Complaint[]} complaints */
  #checked(complaints) {
    this.complaints = complaints;
    this.judged = this.editor?.text ?? null;
    const wrong = complaints.some(({ severity }) => severity === "error");
    document.body.classList.toggle("stale", wrong);
    this.#draw();
  }

  #draw() {
    const text = this.editor?.text ?? "";
    render(
      html`
        <header class="editor-head">
          <h2>${this.file || (text.trim() ? fileNameOf(text) : gettext("New"))}</h2>
          <span class="spring"></span>
          ${
            this.editor && this.store.opened && !this.#isPlayed()
              ? html`<button type="button" class="pill" @click=${() => this.#takeBack()}>
                  ${gettext("Undo all")}
                </button>`
              : nothing
          }
          <button type="button" class="pill" @click=${() => chooseFiles((t) => this.openFiles(t))}>
            ${gettext("Upload")}
          </button>
          ${
            this.store.opened
              ? html`<button
                  type="button"
                  class="quiet"
                  aria-label=${gettext("Back to what is played")}
                  @click=${() => this.close()}
                >
                  ${icon("close")}
                </button>`
              : nothing
          }
        </header>
        ${this.source}
        ${
          text.trim()
            ? complaintList(this.complaints, this.#acts, this.judged === text)
            : this.#examples()
        }
        <footer class="editing-foot">
          ${this.#verdict(text)}
          <button
            type="button"
            class="button primary"
            ?disabled=${!text.trim() || this.busy}
            @click=${() => this.play()}
          >
            ${icon("play")}${this.busy ? gettext("Loading…") : gettext("Play")}
          </button>
        </footer>
      `,
      this.root,
    );
  }

  #examples() {
    return html`<nav class="examples" aria-label=${gettext("Examples")}>
      <p>${gettext("Or begin with one of these:")}</p>
      ${this.scenes.map(
        ({ name, title }) =>
          html`<button type="button" class="pill" @click=${() => this.#example(name)}>
            ${title}
          </button>`,
      )}
    </nav>`;
  }

  /** @type {import("./complaints.js").Acts} */
  #acts = {
    goTo: (line) => this.editor?.goTo(line),
    mend: (remedy) => this.editor?.mend(remedy),
  };

  #errors() {
    return this.complaints.filter(({ severity }) => severity === "error");
  }

  /** @param {string} text */
  #verdict(text) {
    const errors = this.#errors();
    if (this.trouble) return html`<p class="trouble" role="alert">${this.trouble}</p>`;
    if (!text.trim()) return html`<p></p>`;
    if (!errors.length) {
      const words = this.judged === text ? gettext("The API server would take this.") : "";
      return html`<p role="status">${words}</p>`;
    }
    const [first] = errors;
    const words = interpolate(
      ngettext(
        "%(count)s problem, line %(line)s",
        "%(count)s problems, first in line %(line)s",
        errors.length,
      ),
      { count: errors.length, line: first.line },
    );
    return html`<p role="status">
      <button type="button" class="problem" @click=${() => this.editor?.goTo(first.line)}>
        ${words}
      </button>
    </p>`;
  }

  /** @param {string} name */
  async #example(name) {
    try {
      const { manifests } = await readScene(name);
      if (this.editor) this.editor.text = manifests;
      this.file = `${name}.yaml`;
    } catch (error) {
      this.trouble = troubleOf(error);
    }
    this.#draw();
    this.editor?.focus();
  }

  /** Play what is written: a session of its own, with the script of the one it came from. */
  async play() {
    const manifests = this.editor?.text ?? "";
    if (!manifests.trim() || this.busy) return;
    this.busy = true;
    this.#draw();
    const { script, kubernetes, seed, assumptions } = this.store.opened?.scenario ?? {};
    const same = this.file ? {} : { script, kubernetes, seed, assumptions };
    const title = this.file || subjectOf(manifests);
    const goal = this.file ? {} : toMend(this.store.opened?.scenario);
    try {
      const { url } = await createSession({ ...same, manifests, title, until_ms: 0, ...goal });
      this.draft.played({ text: manifests, file: this.file });
      this.goTo(url);
    } catch (error) {
      // What is listed above is not said twice.
      const listed = error instanceof Refused && this.#errors().length;
      this.trouble = listed ? "" : troubleOf(error);
      this.editor?.goToProblem();
    }
    this.busy = false;
    this.#draw();
  }

  /**
   * Play what is played with another assumption about a container, at the same moment.
   *
   * @param {string} container
   * @param {string} text
   * @returns {Promise<string>} what was wrong; empty if it is played
   */
  async assume(container, text) {
    const { opened, branches, branch } = this.store;
    if (!opened) return "";
    const { scenario } = opened;
    const inputs = inputsOf(branches, branch, scenario.script ?? []);
    const here = sharedScenario(scenario, inputs, {
      manifests: scenario.manifests,
      moment_ms: Math.round(this.store.atMs),
    });
    const assumptions = { ...scenario.assumptions, [container]: text };
    try {
      this.goTo((await createSession({ ...here, assumptions })).url);
      return "";
    } catch (error) {
      return troubleOf(error);
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!this.isOpen || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.play();
  }
}
