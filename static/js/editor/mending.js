/** Remedies: changes of the text that put a complaint right, when somebody asks for one. */

/**
 * @typedef {object} Edit
 * @property {number} line        from 1
 * @property {number} column      from 1, in characters
 * @property {number} endLine
 * @property {number} endColumn
 * @property {string} text        what stands there then
 *
 * @typedef {object} Remedy
 * @property {string} title       what a button says
 * @property {Edit[]} edits
 */

/**
 * Where a column of characters is in a line whose length counts UTF-16 units.
 *
 * @param {string} line
 * @param {number} column   from 1
 */
export function unitsBefore(line, column) {
  const count = Math.max(column - 1, 0);
  if (!/[\ud800-\udfff]/.test(line)) return Math.min(count, line.length);
  return [...line].slice(0, count).join("").length;
}

/**
 * @param {import("@codemirror/state").Text} doc
 * @param {number} line
 * @param {number} column
 */
export function offset(doc, line, column) {
  if (line > doc.lines) return doc.length;
  const at = doc.line(Math.max(line, 1));
  return at.from + unitsBefore(at.text, column);
}

/**
 * One transaction for the whole remedy, so that one undo takes it back.
 *
 * @param {import("@codemirror/view").EditorView} view
 * @param {Remedy} remedy
 */
export function mend(view, { edits }) {
  const { doc } = view.state;
  const changes = edits.map((edit) => ({
    from: offset(doc, edit.line, edit.column),
    to: offset(doc, edit.endLine, edit.endColumn),
    insert: edit.text,
  }));
  if (!changes.length) return;
  const from = Math.min(...changes.map((change) => change.from));
  view.dispatch({
    changes,
    selection: { anchor: from },
    scrollIntoView: true,
    userEvent: "input.mend",
  });
  view.focus();
}
