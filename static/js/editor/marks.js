/** Marks beside the lines of a manifest: the cause in yellow, a dot where something happened. */

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter } from "@codemirror/view";

/**
 * @typedef {{line: number, state: string, label: string}} Dot   `state` names a colour token
 * @typedef {{cause: number | null, dots: Dot[]}} Marks          lines from 1
 * @typedef {import("@codemirror/view").DecorationSet} DecorationSet
 * @typedef {{lines: DecorationSet, dots: RangeSet<GutterMarker>}} Drawn
 */

/** @type {import("@codemirror/state").StateEffectType<Marks>} */
const setMarks = StateEffect.define();

class DotMarker extends GutterMarker {
  /** @param {Dot} dot */
  constructor(dot) {
    super();
    this.dot = dot;
  }

  /** @param {DotMarker} other */
  eq(other) {
    return other.dot.state === this.dot.state && other.dot.label === this.dot.label;
  }

  toDOM() {
    const dot = document.createElement("span");
    dot.className = `source-dot s-${this.dot.state}`;
    dot.title = this.dot.label;
    return dot;
  }
}

const causeLine = Decoration.line({ class: "source-cause" });

/** @type {StateField<Drawn>} */
const marksField = StateField.define({
  create: () => ({ lines: Decoration.none, dots: RangeSet.empty }),
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return build(transaction.state.doc, effect.value);
    }
    if (!transaction.docChanged) return marks;
    return { lines: Decoration.none, dots: marks.dots.map(transaction.changes) };
  },
  provide: (field) => EditorView.decorations.from(field, (marks) => marks.lines),
});

/**
 * @param {import("@codemirror/state").Text} doc
 * @param {Marks} marks
 */
function build(doc, { cause, dots }) {
  const inside = (/** @type {number} */ line) => line >= 1 && line <= doc.lines;
  const known = dots.filter((dot) => inside(dot.line)).toSorted((a, b) => a.line - b.line);
  return {
    lines:
      cause && inside(cause)
        ? Decoration.set([causeLine.range(doc.line(cause).from)])
        : Decoration.none,
    dots: RangeSet.of(known.map((dot) => new DotMarker(dot).range(doc.line(dot.line).from))),
  };
}

/** @returns {import("@codemirror/state").Extension} */
export function marks() {
  return [
    marksField,
    gutter({ class: "source-dots", markers: (view) => view.state.field(marksField).dots }),
  ];
}

/**
 * @param {EditorView} view
 * @param {Marks} value
 */
export function showMarks(view, value) {
  view.dispatch({ effects: setMarks.of(value) });
}
