/** The bar on top: what is played, whether the server is there, theme and presenting. */

import { html, nothing, render } from "lit-html";

import { duration } from "../layout/axis.js";
import { recall, remember } from "../store/preferences.js";
import { gettext, interpolate, ngettext } from "../store/words.js";
import { icon } from "./icons.js";
import { changes } from "./memo.js";

/** @typedef {import("./picture.js").Picture} Picture */

const THEMES = ["auto", "light", "dark"];

/**
 * @param {import("../store/store.js").Store} store
 * @param {() => void} openBranches
 * @returns {import("./loop.js").View}
 */
export function topView(store, openBranches) {
  const scene = /** @type {HTMLElement} */ (document.getElementById("scene"));
  const connection = /** @type {HTMLElement} */ (document.getElementById("connection"));
  const sceneChanged = changes();
  const connectionChanged = changes();
  return {
    draw(picture) {
      if (sceneChanged(store.opened)) {
        render(sceneTitle(store), scene);
        if (store.opened) document.title = `${store.opened.scenario.title} · podviz`;
      }
      const inHand = Math.max(0, Math.floor((store.knownMs - picture.atMs) / 1000));
      const offline = store.connection === "offline";
      if (
        connectionChanged(
          store.connection,
          store.followers,
          store.following,
          offline ? inHand : 0,
          store.refusal,
          store.branches,
          store.branch,
        )
      ) {
        render([branchButton(store, openBranches), state(store, inHand)], connection);
      }
    },
  };
}

/** @param {import("../store/store.js").Store} store */
function sceneTitle({ opened }) {
  if (!opened) return nothing;
  const { title, question, kubernetes } = opened.scenario;
  const about = [
    question ? interpolate(gettext("question %(number)s of 25"), { number: question }) : "",
    `Kubernetes ${kubernetes}`,
  ];
  return html`<b>${title}</b><small>${about.filter(Boolean).join(" · ")}</small>`;
}

/**
 * Which line of the future is shown, once there are several.
 *
 * @param {import("../store/store.js").Store} store
 * @param {() => void} open
 */
function branchButton({ branches, branch }, open) {
  if (branches.length < 2) return nothing;
  const at = branches.findIndex(({ id }) => id === branch) + 1;
  const words = interpolate(gettext("branch %(at)s of %(count)s"), { at, count: branches.length });
  return html`<button type="button" title=${gettext("Branches")} @click=${open}>
    ${icon("branch")}${words}
  </button>`;
}

/**
 * @param {import("../store/store.js").Store} store
 * @param {number} inHand
 */
function state(store, inHand) {
  if (store.connection === "offline") {
    const time = duration(inHand * 1000);
    return html`<span class="offline"
      >${interpolate(gettext("offline, %(time)s in hand"), { time })}</span
    >`;
  }
  if (store.refusal && store.trace) {
    const dismiss = () => {
      store.refusal = null;
      store.changed();
    };
    return html`<button
      type="button"
      class="refusal"
      title=${store.refusal.remedy}
      @click=${dismiss}
    >
      ${store.refusal.message}
    </button>`;
  }
  if (store.opened && !store.host && !store.following) {
    return html`<button type="button" class="follow" @click=${() => store.follow()}>
      ${gettext("Follow")}
    </button>`;
  }
  if (!store.followers) return nothing;
  const text = ngettext("%(count)s is watching", "%(count)s are watching", store.followers);
  return html`<span>${interpolate(text, { count: store.followers })}</span>`;
}

/** From the system's theme to light, to dark, and back. */
export function nextTheme() {
  const theme = THEMES[(THEMES.indexOf(recall("theme") ?? "auto") + 1) % THEMES.length];
  remember("theme", theme === "auto" ? null : theme);
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  return theme;
}

/** @param {boolean} [presenting] */
export function present(presenting = !document.body.classList.contains("presenting")) {
  document.body.classList.toggle("presenting", presenting);
}
