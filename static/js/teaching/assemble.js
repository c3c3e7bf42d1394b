/** A teacher's page: scenes in an order, own files among them, and one link to hand out. */

import { gettext, interpolate } from "../store/words.js";
import { Refused, post } from "../wire/requests.js";

/** @typedef {{scene?: string, file?: string, title: string}} Item */

/** @type {Item[]} */
let chosen = [];
const form = /** @type {HTMLFormElement} */ (document.getElementById("assemble"));
const list = /** @type {HTMLElement} */ (document.getElementById("chosen"));
const none = /** @type {HTMLElement} */ (document.getElementById("none"));
const made = /** @type {HTMLElement} */ (document.getElementById("made"));

function show() {
  none.hidden = chosen.length > 0;
  list.replaceChildren(
    ...chosen.map((item, at) => {
      const row = document.createElement("li");
      const title = document.createElement("span");
      title.textContent = item.title;
      row.append(title);
      row.append(
        button(interpolate(gettext("Move %(title)s up"), item), "↑", () => move(at, -1)),
        button(interpolate(gettext("Move %(title)s down"), item), "↓", () => move(at, 1)),
        button(interpolate(gettext("Leave out %(title)s"), item), "×", () => leaveOut(at)),
      );
      return row;
    }),
  );
}

/**
 * @param {string} label
 * @param {string} sign
 * @param {() => void} act
 */
function button(label, sign, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

/**
 * @param {number} at
 * @param {number} by
 */
function move(at, by) {
  const to = at + by;
  if (to < 0 || to >= chosen.length) return;
  const [item] = chosen.splice(at, 1);
  chosen.splice(to, 0, item);
  show();
}

/** @param {number} at */
function leaveOut(at) {
  const [item] = chosen.splice(at, 1);
  const box = form.querySelector(`input[value="${CSS.escape(item.scene ?? "")}"]`);
  if (item.scene && box instanceof HTMLInputElement) box.checked = false;
  show();
}

form.addEventListener("change", async (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement)) return;
  if (input.name === "scene") {
    chosen = chosen.filter(({ scene }) => scene !== input.value);
    if (input.checked) chosen.push({ scene: input.value, title: input.dataset.title ?? "" });
  } else if (input.type === "file") {
    for (const file of input.files ?? []) {
      chosen.push({ file: await file.text(), title: file.name });
    }
    input.value = "";
  }
  show();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const items = chosen.map(({ scene, file, title }) => (scene ? { scene } : { file, title }));
  try {
    const { url } = await post("/api/classes", {
      title: data.get("title"),
      about: data.get("about"),
      items,
    });
    const link = document.createElement("a");
    link.href = link.textContent = new URL(url, location.href).href;
    made.replaceChildren(gettext("Hand out this link:"), " ", link);
  } catch (error) {
    const answer = error instanceof Refused ? error.answer : null;
    const words = answer?.error ?? gettext("The server does not answer.");
    made.textContent = `${words} ${answer?.remedy ?? ""}`;
  }
});
show();
