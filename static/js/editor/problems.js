/** The API server's complaints about a manifest, underlined at their place while typing. */

import { linter, lintGutter } from "@codemirror/lint";

import { mend, offset } from "./mending.js";

/**
 * @typedef {object} Complaint
 * @property {number} line        from 1
 * @property {number} column      from 1
 * @property {number} [endLine]
 * @property {number} [endColumn]
 * @property {string} path
 * @property {string} message     the API server's own words
 * @property {string} [lang]      of the message: English, where they are
 * @property {string} [hint]      what to do about it
 * @property {"error" | "warning"} severity
 * @property {import("./mending.js").Remedy[]} [remedies]   the likeliest first
 */

const PAUSE_MS = 350;

/**
 * @param {import("@codemirror/state").Text} doc
 * @param {Complaint} complaint
 * @returns {import("@codemirror/lint").Diagnostic}
 */
export function diagnostic(doc, complaint) {
  const from = offset(doc, complaint.line, complaint.column);
  const end = complaint.endLine && offset(doc, complaint.endLine, complaint.endColumn ?? 1);
  return {
    from,
    to: end && end > from ? end : doc.lineAt(from).to,
    severity: complaint.severity,
    message: complaint.hint ? `${complaint.message}\n${complaint.hint}` : complaint.message,
    source: complaint.path,
    actions: complaint.remedies?.map((remedy) => ({
      name: remedy.title,
      apply: (view) => mend(view, remedy),
    })),
  };
}

/**
 * @param {(text: string) => Promise<Complaint[]>} check
 * @param {(complaints: Complaint[]) => void} onChecked
 * @returns {import("@codemirror/state").Extension}
 */
export function problems(check, onChecked) {
  const source = linter(
    async (view) => {
      const doc = view.state.doc;
      const complaints = await check(doc.toString()).catch(() => null);
      if (!complaints || view.state.doc !== doc) return [];
      onChecked(complaints);
      return complaints.map((complaint) => diagnostic(doc, complaint));
    },
    { delay: PAUSE_MS },
  );
  return [source, lintGutter()];
}
