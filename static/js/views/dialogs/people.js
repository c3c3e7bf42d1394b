/** Who watches: for the host, the lock and a new host; for a follower, a session of one's own. */

import { html, nothing } from "lit-html";

import { clock } from "../../layout/axis.js";
import { gettext, interpolate, ngettext } from "../../store/words.js";
import { forkSession, offerHandover } from "../../wire/api.js";
import { copyLine } from "./copying.js";
import { qrFold } from "./qr-fold.js";
import { troubleOf } from "./trouble.js";

/**
 * @typedef {import("./dialog.js").Dialog} Dialog
 * @typedef {import("../../store/store.js").Store} Store
 */

export class People {
  /**
   * @param {Dialog} dialog
   * @param {Store} store
   * @param {(url: string) => void} goTo
   */
  constructor(dialog, store, goTo) {
    this.dialog = dialog;
    this.store = store;
    this.goTo = goTo;
    this.handover = "";
    this.trouble = "";
    this.code = qrFold();
    store.subscribe(() => {
      if (dialog.content?.name === "people") dialog.redraw();
    });
  }

  open() {
    this.handover = "";
    this.trouble = "";
    const body = () => (this.store.host ? this.#hostBody() : this.#followerBody());
    this.dialog.open({ title: gettext("Who is here"), name: "people", body });
  }

  /** Go on from this moment in a session of one's own. */
  async fork() {
    const { opened, branch, atMs } = this.store;
    if (!opened) return;
    try {
      const at = Math.round(atMs);
      this.goTo((await forkSession(opened.token, branch, at)).url);
    } catch (error) {
      this.trouble = troubleOf(error);
      this.store.refuse(this.trouble, "");
    }
  }

  #hostBody() {
    const { store } = this;
    const { locked } = store.company;
    return html`
      <p>${presence(store)}</p>
      ${this.#invitation()}
      <label class="choice">
        <input
          type="checkbox"
          .checked=${locked}
          @change=${() => store.lock(!store.company.locked)}
        />
        ${gettext("Only I may act")}
      </label>
      <p class="note">
        ${
          locked
            ? gettext("Others look around on their own; commands and branches are yours.")
            : gettext("Everybody may run commands here and break things, for all to see.")
        }
      </p>
      <p>
        <button type="button" class="button" @click=${() => store.point()}>
          ${gettext("Point at this moment")} <kbd>o</kbd>
        </button>
      </p>
      <p class="note">
        ${gettext("All see a hand at the playhead, and what you have chosen; again takes it away.")}
      </p>
      ${
        this.handover
          ? copyLine("handover", gettext("Whoever opens this link becomes the host"), this.handover)
          : html`<p>
              <button type="button" class="button" @click=${() => this.#offer()}>
                ${gettext("Hand over to another host…")}
              </button>
            </p>`
      }
      <p class="note">${gettext("The link works once, for a day. From then on you follow.")}</p>
      ${this.#trouble()}
    `;
  }

  #followerBody() {
    const { store } = this;
    const { following, company } = store;
    return html`
      <p>${presence(store)}</p>
      <p>
        ${
          following
            ? gettext("You are where the host is.")
            : gettext("You look around on your own.")
        }
        ${
          company.locked
            ? gettext("Only the host may act here.")
            : gettext("The host lets everybody act here.")
        }
      </p>
      <div class="button-row">
        <button type="button" class="button primary" @click=${() => store.followOrNot()}>
          ${following ? gettext("Break away") : gettext("Follow the host")} <kbd>j</kbd>
        </button>
        <button type="button" class="button" @click=${() => this.fork()}>
          ${gettext("Go on in a session of my own")}
        </button>
      </div>
      <p class="note">
        ${interpolate(
          gettext(
            "It begins with all that was done on this branch, at %(time)s; nobody follows you.",
          ),
          { time: clock(store.atMs) },
        )}
      </p>
      ${this.#invitation()} ${this.#trouble()}
    `;
  }

  #invitation() {
    const { opened } = this.store;
    if (!opened) return nothing;
    const url = new URL(`/s/${opened.token}/`, location.origin).href;
    const label = gettext("Whoever opens this address watches with you");
    return html`${copyLine("invitation", label, url)} ${this.code(url)}`;
  }

  #trouble() {
    return this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing;
  }

  async #offer() {
    const { opened } = this.store;
    if (!opened) return;
    try {
      const { url } = await offerHandover(opened.token);
      this.handover = new URL(url, location.origin).href;
      this.trouble = "";
    } catch (error) {
      this.trouble = troubleOf(error);
    }
    this.dialog.redraw();
  }
}

/**
 * How many watch, and how many of them are together.
 *
 * @param {Store} store
 */
export function presence({ company }) {
  const { watching, together } = company;
  if (!watching) return gettext("Nobody else is here yet.");
  const count = interpolate(
    ngettext("%(count)s watches with the host.", "%(count)s watch with the host.", watching),
    { count: watching },
  );
  const away = watching - together;
  if (!away) return count;
  const apart = ngettext(
    "%(count)s of them looks around alone.",
    "%(count)s of them look around alone.",
    away,
  );
  return `${count} ${interpolate(apart, { count: away })}`;
}
