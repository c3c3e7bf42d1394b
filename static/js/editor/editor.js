/**
 * The manifest editor: CodeMirror with YAML, the fields of Kubernetes and the API server's
 * complaints. Nothing else in the app knows CodeMirror.
 */

import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  isolateHistory,
} from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, nextDiagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";

import { completionSource } from "./completion.js";
import { highlighting } from "./highlighting.js";
import { fieldHover } from "./hover.js";
import { marks, showMarks } from "./marks.js";
import { mend } from "./mending.js";
import { problems } from "./problems.js";
import { loadSchema } from "./schema.js";

/**
 * @typedef {object} Options
 * @property {HTMLElement} parent
 * @property {string} text
 * @property {string} label                 the editor's name for screen readers
 * @property {string} empty                 what an empty editor says
 * @property {string} schemaUrl
 * @property {(text: string) => Promise<import("./problems.js").Complaint[]>} check
 * @property {(text: string) => void} onChange
 * @property {(complaints: import("./problems.js").Complaint[]) => void} onChecked
 * @property {(line: number) => void} onCursor   the cursor came to another line, from 1
 */

/**
 * @param {Options} options
 * @returns {Editor}
 */
export function createEditor(options) {
  return new Editor(options);
}

/** CodeMirror writes a style sheet of its own; the page's policy lets it in by this. */
function nonce() {
  const script = /** @type {HTMLElement | null} */ (document.querySelector("script[nonce]"));
  return script?.nonce ?? "";
}

class Editor {
  /** @param {Options} options */
  constructor(options) {
    const load = () => loadSchema(options.schemaUrl);
    const state = EditorState.create({
      doc: options.text,
      extensions: [
        keymap.of([
          indentWithTab,
          ...completionKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...lintKeymap,
          // Ctrl+Enter plays; here it would also begin a line.
          ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
        ]),
        lineNumbers(),
        marks(),
        problems(options.check, options.onChecked),
        history(),
        drawSelection(),
        highlightSpecialChars(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        search({ top: true }),
        bracketMatching(),
        closeBrackets(),
        indentUnit.of("  "),
        EditorState.tabSize.of(2),
        yaml(),
        syntaxHighlighting(highlighting),
        autocompletion({ override: [completionSource(load)] }),
        fieldHover(load),
        placeholder(options.empty),
        EditorView.cspNonce.of(nonce()),
        EditorView.contentAttributes.of({ "aria-label": options.label, spellcheck: "false" }),
        EditorView.updateListener.of((update) => tell(update, options)),
      ],
    });
    this.view = new EditorView({ state, parent: options.parent });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** @param {string} text   replaces everything; undo brings the old text back */
  set text(text) {
    const { doc } = this.view.state;
    if (doc.toString() === text) return;
    this.view.dispatch({
      changes: { from: 0, to: doc.length, insert: text },
      annotations: isolateHistory.of("full"),
    });
  }

  /** @param {import("./marks.js").Marks} value */
  mark(value) {
    showMarks(this.view, value);
  }

  /** @param {number} line   from 1; scrolls there and puts the cursor on it */
  goTo(line) {
    const { doc } = this.view.state;
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines)).from;
    this.view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
    this.view.focus();
  }

  /** @param {import("./mending.js").Remedy} remedy */
  mend(remedy) {
    mend(this.view, remedy);
  }

  /** Put the cursor on the next complaint. */
  goToProblem() {
    this.view.focus();
    nextDiagnostic(this.view);
  }

  focus() {
    this.view.focus();
  }

  destroy() {
    this.view.destroy();
  }
}

/**
 * @param {import("@codemirror/view").ViewUpdate} update
 * @param {Options} options
 */
function tell(update, options) {
  if (update.docChanged) options.onChange(update.state.doc.toString());
  if (!update.selectionSet && !update.docChanged) return;
  const line = (/** @type {EditorState} */ state) =>
    state.doc.lineAt(state.selection.main.head).number;
  if (line(update.state) !== line(update.startState)) options.onCursor(line(update.state));
}
