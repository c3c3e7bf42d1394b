/** What the timeline shows: which lanes, in which order, and how much of the time. */

import { html, nothing } from "lit-html";

import { groupsOf, movedBy } from "../../layout/arrange.js";
import { gettext, interpolate } from "../../store/words.js";
import { icon } from "../icons.js";

/**
 * @typedef {import("./dialog.js").Dialog} Dialog
 * @typedef {import("../../store/store.js").Store} Store
 * @typedef {import("../../layout/arrange.js").Group} Group
 */

/**
 * @param {Dialog} dialog
 * @param {Store} store
 * @param {() => import("../../layout/lanes.js").Lane[]} lanes   those there are
 */
export function openLanes(dialog, store, lanes) {
  const { sight } = store;
  const body = () => {
    const groups = groupsOf(lanes(), sight);
    const again = (/** @type {() => void} */ act) => () => {
      act();
      dialog.redraw();
    };
    return html`<fieldset class="sight">
        <legend>${gettext("Time")}</legend>
        ${choice(gettext("Skip where nothing happens"), sight.idleCollapsed, () =>
          sight.toggle("idleCollapsed"),
        )}
        ${choice(gettext("Hide what is still to come"), sight.futureHidden, () =>
          sight.toggle("futureHidden"),
        )}
        ${choice(gettext("Show it as a table"), sight.asTable, () => sight.toggle("asTable"))}
      </fieldset>
      <fieldset class="sight">
        <legend>${gettext("Lanes")}</legend>
        ${choice(
          gettext("Only those that act"),
          sight.few,
          again(() => sight.toggle("few")),
        )}
        <ol class="lane-groups">
          ${groups.map((group, i) => groupRow(group, i, groups, sight, again))}
        </ol>
      </fieldset>`;
  };
  dialog.open({ title: gettext("What the timeline shows"), name: "lanes", body });
}

/**
 * @param {string} words
 * @param {boolean} on
 * @param {() => void} act
 */
function choice(words, on, act) {
  return html`<label><input type="checkbox" .checked=${on} @change=${act} /> ${words}</label>`;
}

/**
 * @param {Group} group
 * @param {number} i
 * @param {Group[]} groups
 * @param {import("../../store/sight.js").Sight} sight
 * @param {(act: () => void) => () => void} again
 */
function groupRow({ key, title, foldable, folded }, i, groups, sight, again) {
  const keys = groups.map((group) => group.key);
  const move = (
    /** @type {1 | -1} */ by,
    /** @type {string} */ words,
    /** @type {boolean} */ end,
  ) =>
    html`<button
      type="button"
      class="quiet"
      aria-label=${interpolate(words, { name: title })}
      ?disabled=${end}
      @click=${again(() => sight.arrange(movedBy(keys, key, by)))}
    >
      ${icon(by < 0 ? "up" : "down")}
    </button>`;
  return html`<li>
    <span>${title}</span>
    ${
      foldable
        ? html`<label
            ><input type="checkbox" .checked=${folded} @change=${again(() => sight.fold(key))} />
            ${gettext("folded")}</label
          >`
        : nothing
    }
    ${move(-1, gettext("Move %(name)s up"), i === 0)}
    ${move(1, gettext("Move %(name)s down"), i === groups.length - 1)}
  </li>`;
}
