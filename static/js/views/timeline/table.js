/** The timeline as a table, for whoever would rather read: the same stretches and marks. */

import { html, nothing } from "lit-html";

import { clock, duration } from "../../layout/axis.js";
import { MOST_ROWS, tableOf } from "../../layout/tabular.js";
import { gettext, interpolate } from "../../store/words.js";
import { generationTag } from "../generation.js";

/** @typedef {import("../picture.js").Picture} Picture */

/**
 * @param {Picture} picture
 * @param {import("../../layout/lanes.js").Lane[]} lanes
 */
export function timelineTable({ window, atMs, store }, lanes) {
  const all = tableOf(lanes, window);
  const shown = all.slice(0, MOST_ROWS);
  const now = shown.findLastIndex(({ fromMs }) => fromMs <= atMs);
  const left = interpolate(gettext("%(count)s more: zoom in to see them."), {
    count: all.length - shown.length,
  });
  return html`<table>
      <caption>
        ${interpolate(gettext("From %(from)s to %(to)s, in the order of time"), {
          from: clock(window.fromMs),
          to: clock(window.toMs),
        })}
      </caption>
      <thead>
        <tr>
          <th scope="col">${gettext("From")}</th>
          <th scope="col">${gettext("For")}</th>
          <th scope="col">${gettext("Lane")}</th>
          <th scope="col">${gettext("What")}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((row, i) => tableRow(row, i === now, atMs, store))}
      </tbody>
    </table>
    ${all.length > shown.length ? html`<p>${left}</p>` : nothing}`;
}

/**
 * @param {import("../../layout/tabular.js").TableRow} row
 * @param {boolean} current
 * @param {number} atMs
 * @param {import("../../store/store.js").Store} store
 */
function tableRow({ fromMs, toMs, lane, text, record, generation }, current, atMs, store) {
  const go = () => {
    store.stepTo(fromMs);
    if (record) store.gaze.select(record);
  };
  return html`<tr
    class=${fromMs > atMs ? "to-come" : ""}
    aria-current=${current ? "time" : nothing}
  >
    <th scope="row">${clock(fromMs)}</th>
    <td>${toMs === null ? "" : duration(toMs - fromMs)}</td>
    <td>${lane} ${generation ? generationTag(generation) : nothing}</td>
    <td><button type="button" @click=${go}>${text}</button></td>
  </tr>`;
}
