/** What people say: a guess first, then the verdict, with the claims that the engine was asked. */

import { gettext, interpolate } from "../store/words.js";
import { get } from "../wire/requests.js";

/** @typedef {{claim: string, holds: boolean, seen: string}} Verdict */

let asked = 0;
let right = 0;
const score = /** @type {HTMLElement} */ (document.getElementById("score"));

/**
 * @param {HTMLElement} card
 * @param {string} guess
 */
async function answer(card, guess) {
  const found = /** @type {HTMLElement} */ (card.querySelector(".answer"));
  if (!found.hidden) return;
  const verdict = card.dataset.verdict === "outdated" ? "wrong" : card.dataset.verdict;
  asked += 1;
  if (guess === verdict) right += 1;
  score.hidden = false;
  score.textContent = interpolate(gettext("%(right)s of %(asked)s"), { right, asked });
  for (const button of card.querySelectorAll("[data-guess]")) {
    const own = /** @type {HTMLButtonElement} */ (button);
    own.setAttribute("aria-pressed", String(own.dataset.guess === guess));
    own.disabled = own.dataset.guess !== guess;
  }
  found.hidden = false;
  const list = /** @type {HTMLElement} */ (found.querySelector(".held"));
  const item = document.createElement("li");
  item.textContent = gettext("The simulation plays it …");
  list.replaceChildren(item);
  try {
    const scene = encodeURIComponent(card.dataset.scene ?? "");
    const verdicts = /** @type {Verdict[]} */ (await get(`/api/scenes/${scene}/verdicts`));
    list.replaceChildren(...verdicts.map(row));
  } catch {
    item.textContent = gettext("The server does not answer: load the page again.");
  }
}

/** @param {Verdict} verdict */
function row({ claim, holds, seen }) {
  const item = document.createElement("li");
  const small = document.createElement("small");
  small.textContent = ` ${seen}`;
  item.append(`${holds ? "✓" : "✗"} ${claim}`, small);
  return item;
}

for (const card of /** @type {NodeListOf<HTMLElement>} */ (
  document.querySelectorAll(".sayings > li")
)) {
  card.addEventListener("click", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-guess]"));
    if (button) answer(card, button.dataset.guess ?? "");
  });
}
