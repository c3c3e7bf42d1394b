import assert from "node:assert/strict";
import { test } from "node:test";

import { EditorState } from "@codemirror/state";

import { mend, offset, unitsBefore } from "../../static/js/editor/mending.js";

/** @param {string} doc */
function viewOf(doc) {
  const view = {
    state: EditorState.create({ doc }),
    focus() {},
    /** @param {any} spec */
    dispatch(spec) {
      view.state = view.state.update(spec).state;
    },
  };
  return /** @type {any} */ (view);
}

test("a remedy is one change of the text, however many places it touches", () => {
  const view = viewOf("kind: Pod\nspec:\n\ta: 1\n\tb: 2\n");
  mend(view, {
    title: "",
    edits: [
      { line: 3, column: 1, endLine: 3, endColumn: 2, text: "  " },
      { line: 4, column: 1, endLine: 4, endColumn: 2, text: "  " },
    ],
  });
  assert.equal(view.state.doc.toString(), "kind: Pod\nspec:\n  a: 1\n  b: 2\n");
  assert.equal(view.state.selection.main.head, "kind: Pod\nspec:\n".length);
});

test("columns count characters, offsets count UTF-16 units", () => {
  assert.equal(unitsBefore("a🚀b", 3), 3);
  assert.equal(unitsBefore("abc", 9), 3);
  const { doc } = EditorState.create({ doc: "x\n🚀: 1" });
  assert.equal(offset(doc, 2, 2), 4);
  assert.equal(offset(doc, 7, 1), doc.length);
});

test("a remedy without edits changes nothing", () => {
  const view = viewOf("kind: Pod");
  mend(view, { title: "", edits: [] });
  assert.equal(view.state.doc.toString(), "kind: Pod");
});
