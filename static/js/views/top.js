/** The bar on top: what is played, whether the server is there, and presenting. */

import { html, nothing, render } from "lit-html";

import { clock, duration } from "../layout/axis.js";
import { gettext, interpolate, ngettext, said } from "../store/words.js";
import { icon } from "./icons.js";
import { changes } from "./memo.js";
import { goThere, pointerWords } from "./pointing.js";

/** @typedef {import("./picture.js").Picture} Picture */

/**
 * @param {import("../store/store.js").Store} store
 * @param {{branches: () => void, people: () => void, fork: () => void}} open
 * @returns {import("./loop.js").View}
 */
export function topView(store, open) {
  const scene = /** @type {HTMLElement} */ (document.getElementById("scene"));
  const connection = /** @type {HTMLElement} */ (document.getElementById("connection"));
  const sceneChanged = changes();
  const connectionChanged = changes();
  return {
    draw(picture) {
      if (sceneChanged(store.opened)) {
        render(sceneTitle(store), scene);
        if (store.opened) document.title = `${titleOf(store.opened.scenario)} · podviz`;
      }
      const inHand = Math.max(0, Math.floor((store.knownMs - picture.atMs) / 1000));
      const offline = store.connection === "offline";
      if (
        connectionChanged(
          store.connection,
          store.company.watching,
          store.company.together,
          store.company.locked,
          store.company.pointer,
          store.host,
          store.following,
          store.altered,
          offline ? inHand : 0,
          store.refusal,
          store.branches,
          store.branch,
        )
      ) {
        const shown = [
          alteredSign(store),
          branchButton(store, open.branches),
          pointerSign(store),
          state(store, inHand, open.fork) ?? companySign(store, open.people),
        ];
        render(shown, connection);
      }
    },
  };
}

/** @param {import("../store/store.js").Store} store */
function sceneTitle({ opened }) {
  if (!opened) return nothing;
  const { question, kubernetes } = opened.scenario;
  const about = [
    question ? interpolate(gettext("question %(number)s of 25"), { number: question }) : "",
    `Kubernetes ${kubernetes}`,
  ];
  return html`<b>${titleOf(opened.scenario)}</b
    ><small>${about.filter(Boolean).join(" · ")}</small>`;
}

/** @param {import("../wire/records.js").Scenario} scenario */
const titleOf = ({ title, translations }) => said(title, translations);

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
  return html`<button type="button" class="branching" title=${gettext("Branches")} @click=${open}>
    ${icon("branch")}${words}
  </button>`;
}

/**
 * What is amiss, if anything.
 *
 * @param {import("../store/store.js").Store} store
 * @param {number} inHand
 * @param {() => void} fork
 */
function state(store, inHand, fork) {
  if (store.connection === "offline") {
    const time = duration(inHand * 1000);
    return html`<span class="offline"
      >${interpolate(gettext("offline, %(time)s in hand"), { time })}</span
    >`;
  }
  const { refusal } = store;
  if (!refusal || !store.trace) return null;
  const dismiss = () => {
    store.refusal = null;
    store.changed();
  };
  const message = html`<button
    type="button"
    class="refusal"
    title=${refusal.remedy}
    @click=${dismiss}
  >
    ${refusal.message}
  </button>`;
  if (refusal.kind !== "locked") return message;
  return html`${message}
    <button type="button" class="follow" @click=${fork}>
      ${icon("branch")}${gettext("Go on in my own session")}
    </button>`;
}

/**
 * Who else is here, and for a follower the way away from the host and back.
 *
 * @param {import("../store/store.js").Store} store
 * @param {() => void} open
 */
function companySign(store, open) {
  const { company, opened, host, following } = store;
  if (!opened || store.alone) return nothing;
  if (!host && !following) {
    return html`<button
        type="button"
        class="quiet people"
        aria-label=${gettext("Who is here")}
        @click=${open}
      >
        ${icon("people")}
      </button>
      <button type="button" class="follow" @click=${() => store.follow()}>
        ${gettext("Follow the host")} <kbd>j</kbd>
      </button>`;
  }
  if (!company.watching) return nothing;
  const { watching, together } = company;
  const some = ngettext("%(count)s follows", "%(count)s follow", watching);
  const words = !host
    ? gettext("With the host")
    : together < watching
      ? interpolate(gettext("%(together)s of %(count)s follow"), { together, count: watching })
      : interpolate(some, { count: watching });
  return html`<button
    type="button"
    class="quiet people"
    title=${gettext("Who is here")}
    @click=${open}
  >
    ${icon(company.locked ? "people" : "bolt")}<span>${words}</span>
  </button>`;
}

/** @param {import("../store/store.js").Store} store */
function pointerSign(store) {
  if (store.company.pointer?.atMs == null) return nothing;
  const words = pointerWords(store);
  const { subject, atMs } = store.company.pointer;
  const short = [subject, clock(atMs)].filter(Boolean).join(", ");
  return html`<button
    type="button"
    class="quiet pointer"
    title=${words}
    aria-label=${words}
    @click=${() => goThere(store)}
  >
    ${icon("hand")}<span>${short}</span>
  </button>`;
}

/** @param {import("../store/store.js").Store} store */
function alteredSign(store) {
  if (!store.altered) return nothing;
  const dismiss = () => {
    store.altered = false;
    store.changed();
  };
  const why = gettext(
    "podviz has learnt more of Kubernetes since this link was made. Its script is the same.",
  );
  return html`<button type="button" class="refusal altered" title=${why} @click=${dismiss}>
    ${gettext("This link once played differently")}
  </button>`;
}

/** @param {boolean} [presenting] */
export function present(presenting = !document.body.classList.contains("presenting")) {
  document.body.classList.toggle("presenting", presenting);
}
