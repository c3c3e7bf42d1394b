/** The moment in two lines, and the line of `kubectl get pod` as a departure board. */

import { html, render } from "lit-html";

import { clock, duration } from "../layout/axis.js";
import { announcement, changesSomething } from "../layout/sentence.js";
import { boardAt, changedCells } from "../layout/board.js";
import { shortName } from "../layout/history.js";
import { gettext, interpolate } from "../store/words.js";
import { changes } from "./memo.js";

/** @typedef {import("./picture.js").Picture} Picture */

/** While it plays, what is read out comes no faster than one can listen. */
const QUIET_MS = 2500;

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} announcer
 * @returns {import("./loop.js").View}
 */
export function momentView(root, announcer) {
  const sentenceChanged = changes();
  const boardChanged = changes();
  const stepChanged = changes();
  const measureChanged = changes();
  let announcedAt = -Infinity;
  const mayAnnounce = (/** @type {Picture} */ { playing, step, store }) => {
    const { told } = store.sight;
    if (told === "nothing" || (told === "changes" && !(step && changesSomething(step))))
      return false;
    const now = performance.now();
    if (playing && now - announcedAt < QUIET_MS) return false;
    announcedAt = now;
    return true;
  };
  render(
    html`<h1 class="sentence"></h1>
      <div class="board"></div>`,
    root,
  );
  const sentence = /** @type {HTMLElement} */ (root.querySelector(".sentence"));
  const board = /** @type {HTMLElement} */ (root.querySelector(".board"));
  return {
    draw(picture) {
      const told = spoken(picture);
      if (sentenceChanged(told.happened, told.changes)) {
        render(sentenceLines(told), sentence);
        // Until something is told, the heading stands for the page.
        sentence.ariaLabel = told.happened.trim() ? null : document.title;
      }
      const line = picture.story && boardAt(picture.story, picture.atMs);
      const cells = picture.story ? changedCells(picture.story, picture.step, picture.atMs) : [];
      if (boardChanged(JSON.stringify(line), cells.join())) {
        render(boardTable(line, cells, picture), board);
      }
      if (stepChanged(picture.step) && picture.step && picture.sentence && mayAnnounce(picture)) {
        announcer.textContent = announcement(picture.step, picture.sentence);
      }
      const { measure } = picture.store.sight;
      if (measureChanged(measure) && measure) announcer.textContent = measureSaid(measure);
    },
  };
}

/** @param {import("../store/sight.js").Measure} measure */
function measureSaid({ fromMs, toMs }) {
  const values = { from: clock(fromMs), to: clock(toMs ?? 0) };
  if (toMs === null) return interpolate(gettext("Measuring from %(from)s on"), values);
  const said = gettext("%(time)s lie between %(from)s and %(to)s");
  return interpolate(said, { ...values, time: duration(Math.abs(toMs - fromMs)) });
}

/** @param {Picture} picture */
function spoken(picture) {
  if (picture.store.refusal && !picture.trace) {
    return { happened: picture.store.refusal.message, changes: picture.store.refusal.remedy };
  }
  const { sentence, store } = picture;
  if (sentence && store.asking) return { ...sentence, changes: gettext("what comes next?") };
  if (sentence) return sentence;
  if (store.connection === "gone") {
    return {
      happened: gettext("This session is not here:"),
      changes: gettext("play a scene instead"),
    };
  }
  if (store.empty) {
    const changes = gettext("then play it");
    return { happened: gettext("Paste a manifest, or drop a file:"), changes };
  }
  if (!picture.trace && store.connection === "offline") {
    const changes = gettext("it is asked again and again");
    return { happened: gettext("The server does not answer:"), changes };
  }
  if (!picture.trace) return { happened: "", changes: "" };
  return { happened: gettext("Nothing has happened yet:"), changes: gettext("press play") };
}

/** @param {{happened: string, changes: string}} told */
function sentenceLines({ happened, changes }) {
  const coming = happened || changes ? "" : "coming";
  return html`<span class=${coming}>${happened || "\u00a0"}</span> ${
      changes ? html`<em>${changes}</em>` : ""
    }`;
}

/**
 * @param {import("../layout/board.js").BoardLine | null} line
 * @param {(keyof import("../layout/board.js").BoardLine)[]} cells
 * @param {Picture} picture
 */
function boardTable(line, cells, picture) {
  const several = (picture.trace?.history.pods.size ?? 0) > 1;
  const name = picture.story ? shortName(picture.story) : "";
  /** @type {[keyof import("../layout/board.js").BoardLine, string][]} */
  const columns = [
    ["ready", "READY"],
    ["status", "STATUS"],
    ["restarts", "RESTARTS"],
    ["age", "AGE"],
  ];
  if (several) columns.unshift(["name", "NAME"]);
  const label = interpolate(gettext("kubectl get pod %(name)s"), {
    name: picture.story?.name ?? "",
  });
  return html`<table aria-label=${label}>
    <thead lang="en" translate="no">
      <tr>
        ${columns.map(([, title]) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody lang="en" translate="no">
      <tr>
        ${columns.map(([cell]) => {
          const text = cell === "name" ? name : line ? line[cell] : "–";
          return html`<td class=${cells.includes(cell) ? "changed" : ""}>${text}</td>`;
        })}
      </tr>
    </tbody>
  </table>`;
}
