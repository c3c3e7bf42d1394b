/** What kubectl would print at this moment: get -w, describe, events, logs. */

import { html, nothing } from "lit-html";

import { humanDuration, lineOf } from "../layout/board.js";
import { recordsUntil } from "../layout/status-at.js";
import { gettext } from "../store/words.js";
import { millis } from "../wire/records.js";

/** @typedef {import("./picture.js").Picture} Picture */

/** Older lines than these have scrolled away. */
const MOST_LINES = 300;
const WATCH_COLUMNS = ["NAME", "READY", "STATUS", "RESTARTS", "AGE"];
const EVENT_COLUMNS = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"];

/** @param {Picture} picture */
export function watchPanel({ trace, atMs }) {
  if (!trace) return nothing;
  const updates = recordsUntil(trace.history.records, atMs).filter(
    (record) => record.type === "pod",
  );
  const lines = updates.map((pod) => Object.values(lineOf(pod, millis(pod))));
  const fresh = lines.filter(
    (line, i) => line.slice(0, 4).join() !== lines[i - 1]?.slice(0, 4).join(),
  );
  return screen("kubectl get pods -w", table(WATCH_COLUMNS, fresh));
}

/** @param {Picture} picture */
export function eventsPanel({ trace, atMs }) {
  if (!trace) return nothing;
  const latest = new Map(
    recordsUntil(trace.history.events, atMs).map((record) => [
      `${record.object}/${record.fieldPath}/${record.reason}/${record.message}`,
      record,
    ]),
  );
  const lines = [...latest.values()]
    .sort((a, b) => a.id - b.id)
    .map((record) => {
      const age = humanDuration(atMs - millis(record));
      const seen = record.count > 1 ? `${age} (x${record.count})` : age;
      return [seen, record.event_type, record.reason, record.object.toLowerCase(), record.message];
    });
  return screen("kubectl get events", table(EVENT_COLUMNS, lines));
}

/** @param {Picture} picture */
export function logsPanel({ story, atMs }) {
  if (!story) return nothing;
  const logs = recordsUntil(story.logs, atMs).slice(-MOST_LINES);
  const text = logs.map((record) => `[${record.container}] ${record.text}`).join("\n");
  const command = `kubectl logs ${story.name} --all-containers --prefix`;
  return screen(command, text || gettext("(nothing was written yet)"));
}

/**
 * @param {string} command
 * @param {unknown} text   null while it is on its way
 * @param {boolean} [busy]  whether what comes is of another moment
 */
export function screen(command, text, busy = false) {
  return html`<pre
    class="terminal"
    tabindex="0"
    aria-busy=${busy}
  ><span class="prompt">$ ${command}</span>
${text ?? "…"}</pre>`;
}

/**
 * Columns as kubectl sets them: three spaces between, each as wide as its widest cell.
 *
 * @param {string[]} header
 * @param {string[][]} lines
 */
function table(header, lines) {
  const shown = [header, ...lines.slice(-MOST_LINES)];
  const widths = header.map((_, i) => Math.max(...shown.map((line) => (line[i] ?? "").length)));
  return shown
    .map((line) =>
      line.map((cell, i) => (i < line.length - 1 ? cell.padEnd(widths[i] + 3) : cell)).join(""),
    )
    .join("\n");
}
