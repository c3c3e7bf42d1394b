/** The course page: marks what has been done, and where to go on. */

import { gettext, interpolate } from "../store/words.js";
import { forget, learned } from "./progress.js";

const scenes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-scene]")]);
const progress = /** @type {HTMLElement} */ (document.getElementById("progress"));
const goOn = /** @type {HTMLAnchorElement} */ (document.getElementById("go-on"));
const first = goOn.textContent;

function show() {
  const done = learned();
  const count = scenes.filter(({ dataset }) => done.has(dataset.scene ?? "")).length;
  for (const scene of scenes) scene.classList.toggle("done", done.has(scene.dataset.scene ?? ""));
  progress.hidden = count === 0;
  const bar = /** @type {HTMLProgressElement} */ (progress.querySelector("progress"));
  const words = /** @type {HTMLElement} */ (progress.querySelector("span"));
  bar.value = count / Math.max(1, scenes.length);
  words.textContent = interpolate(gettext("%(done)s of %(all)s scenes done"), {
    done: count,
    all: scenes.length,
  });
  const next = scenes.find(({ dataset }) => !done.has(dataset.scene ?? "")) ?? scenes[0];
  const link = next?.querySelector("a");
  if (link) goOn.href = link.href;
  goOn.textContent = count ? gettext("Go on") : first;
}

progress.querySelector("button")?.addEventListener("click", () => {
  forget();
  show();
});
addEventListener("pageshow", show);
addEventListener("storage", show);
show();
