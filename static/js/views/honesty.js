/** How much of the manifest is simulated, and what was only assumed. */

import { html, nothing } from "lit-html";

import { gettext, interpolate, ngettext } from "../store/words.js";
import { place } from "./place.js";
import { rich } from "./rich.js";

/** @param {import("../wire/records.js").OpenedFrame | null} opened */
export function honestyBar(opened) {
  const honesty = opened?.honesty;
  if (!honesty) return nothing;
  const { simulated, simplified, assumed } = honesty;
  const parts = [
    ngettext("*%(count)s* field simulated", "*%(count)s* fields simulated", simulated),
    gettext("*%(count)s* simplified"),
    gettext("*%(count)s* assumed"),
  ];
  const counts = [simulated, simplified, assumed];
  const text = parts.map((part, i) => interpolate(part, { count: counts[i] }));
  const shown = text.filter((_, i) => i === 0 || counts[i] > 0).join(", ");
  return html`<div class="honesty">
    <div class="bar" aria-hidden="true">
      ${counts.map((count, i) =>
        count
          ? html`<i
              class=${["simulated", "simplified", "assumed"][i]}
              ${place({ flex: String(count) })}
            ></i>`
          : nothing,
      )}
    </div>
    <p>${rich(shown)}</p>
  </div>`;
}
