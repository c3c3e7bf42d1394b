/** Two plays on one clock: lanes under each other, the first divergence, the costs, the diff. */

import { html, nothing, render } from "lit-html";

import { gettext, interpolate, told } from "../store/words.js";
import { Refused, post } from "../wire/requests.js";
import { place } from "../views/place.js";
import { classOf, percent, seconds } from "./lane-look.js";
import { PairForm, SIDES } from "./pair-form.js";
import { scriptsApart } from "./scripts.js";

/**
 * @typedef {[number, number, string]} Segment
 * @typedef {{about: string, what: string, segments: Segment[]}} Lane
 * @typedef {Record<string, number>} Cost
 * @typedef {object} Result
 * @property {number} untilMs
 * @property {{at_ms: number, about: string, what: string, left: string, right: string} | null}
 *   divergence
 * @property {Record<"a" | "b", {lanes: Lane[], cost: Cost}>} sides
 * @property {[string, string][]} difference
 */

const page = JSON.parse(document.getElementById("page")?.textContent || "{}");
const form = /** @type {HTMLFormElement} */ (document.getElementById("pair"));
const result = /** @type {HTMLElement} */ (document.getElementById("result"));
const trouble = /** @type {HTMLElement} */ (document.getElementById("trouble"));
const linked = /** @type {HTMLElement} */ (document.getElementById("pair-link"));
const waiting = /** @type {HTMLElement} */ (document.getElementById("waiting"));
const pair = new PairForm(form, page.sides);

/** @type {Result | null} */
let shown = null;
/** What was done in what is shown. */
let scripts = { a: "", b: "" };
let atMs = 0;
let playing = false;
let lastFrame = 0;

/** @param {unknown} error */
function fail(error) {
  const answer = error instanceof Refused ? error.answer : null;
  const where = { a: gettext("The first:"), b: gettext("The second:") };
  const side = answer?.side ? where[/** @type {"a" | "b"} */ (answer.side)] : "";
  const lines = (answer?.complaints ?? []).map(
    (/** @type {{line: number, message: string}} */ { line, message }) => `${line}: ${message}`,
  );
  const words = [side, answer?.error ?? gettext("The server does not answer."), answer?.remedy];
  trouble.textContent = [...words, ...lines].filter(Boolean).join(" ");
  trouble.hidden = false;
}

async function compare() {
  trouble.hidden = true;
  busy(true);
  try {
    shown = /** @type {Result} */ (await post("/api/compare", pair.asked()));
    scripts = { a: pair.scriptOf("a"), b: pair.scriptOf("b") };
    atMs = shown.divergence?.at_ms ?? 0;
    result.hidden = false;
    draw();
  } catch (error) {
    fail(error);
  }
  busy(false);
}

/** @param {boolean} now */
function busy(now) {
  waiting.hidden = !now;
  pair.busy(now);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  compare();
});
pair.undo.addEventListener("click", () => {
  pair.takeBack();
  compare();
});
document.getElementById("share-pair")?.addEventListener("click", async () => {
  try {
    const { url } = await post("/api/compare/link", pair.asked());
    const link = document.createElement("a");
    link.href = link.textContent = new URL(url, location.href).href;
    linked.replaceChildren(link);
  } catch (error) {
    fail(error);
  }
});

function toggle() {
  if (!shown) return;
  if (!playing && atMs >= shown.untilMs) atMs = 0;
  playing = !playing;
  lastFrame = performance.now();
  if (playing) requestAnimationFrame(tick);
  draw();
}

/** @param {number} now */
function tick(now) {
  if (!playing || !shown) return;
  const speed = Math.max(1, shown.untilMs / 60_000);
  atMs = Math.min(shown.untilMs, atMs + (now - lastFrame) * speed);
  lastFrame = now;
  playing = atMs < shown.untilMs;
  draw();
  if (playing) requestAnimationFrame(tick);
}

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key !== " " || target.closest("input, textarea, button, a, summary")) return;
  event.preventDefault();
  toggle();
});

function draw() {
  if (shown) render(view(shown), result);
}

/** @param {Result} found */
function view({ untilMs, divergence, sides, difference }) {
  const seek = (/** @type {Event} */ event) => {
    atMs = Number(/** @type {HTMLInputElement} */ (event.target).value);
    draw();
  };
  return html`
    <h2>${partingOf(divergence)}</h2>
    <div class="clock">
      <button type="button" @click=${toggle}>
        ${playing ? gettext("Pause") : gettext("Play")}
      </button>
      <input
        type="range"
        min="0"
        max=${untilMs}
        step="100"
        .value=${String(Math.round(atMs))}
        aria-label=${gettext("The moment, for both")}
        aria-valuetext=${seconds(atMs)}
        @input=${seek}
      />
      <output>${seconds(atMs)}</output>
    </div>
    <div class="both-lanes">
      ${SIDES.map(
        (side) =>
          html`<h3>${titleOf(side)}</h3>
            ${sides[side].lanes.map((lane) => laneRow(lane, untilMs, divergence))}`,
      )}
    </div>
    <h2>${gettext("What it costs")}</h2>
    ${costs(sides)}
    <h2>${gettext("How the manifests differ")}</h2>
    ${differences(difference)}
    ${
      scripts.a === scripts.b
        ? nothing
        : html`<h2>${gettext("How the scripts differ")}</h2>
            ${differences(scriptsApart(scripts.a, scripts.b))}`
    }
  `;
}

/** @param {[string, string][]} lines */
function differences(lines) {
  if (!lines.length) return html`<p>${gettext("They are the same.")}</p>`;
  return html`<pre class="difference" tabindex="0">${lines.map(diffLine)}</pre>`;
}

/** @param {"a" | "b"} side */
function titleOf(side) {
  const place = side === "a" ? gettext("The first") : gettext("The second");
  const { name } = page.sides[side];
  return name ? told(place, name) : place;
}

/** @param {[string, string]} line */
function diffLine([sign, text]) {
  const words = sign === "@" ? "⋯" : `${sign} ${text}`;
  return html`<span class=${kind(sign)}>${`${words}\n`}</span>`;
}

/**
 * @param {string} left
 * @param {boolean} here   whether it is this lane in which the two part
 */
function partedAt(left, here) {
  return html`<u class=${here ? "parted here" : "parted"} ${place({ left })}></u>`;
}

/** @param {string} sign */
function kind(sign) {
  return { "+": "added", "-": "left", "@": "gap" }[sign] ?? "same";
}

/** @param {Result["divergence"]} divergence */
function partingOf(divergence) {
  if (!divergence) return gettext("They never part.");
  const { at_ms, about, what, left, right } = divergence;
  return interpolate(
    gettext(
      "They part at %(at)s: %(what)s of %(about)s is %(left)s in one, %(right)s in the other.",
    ),
    {
      at: seconds(at_ms),
      what,
      about,
      left: left || gettext("nothing"),
      right: right || gettext("nothing"),
    },
  );
}

/**
 * @param {Lane} lane
 * @param {number} untilMs
 * @param {Result["divergence"]} divergence
 */
function laneRow({ about, what, segments }, untilMs, divergence) {
  const now = segments.find(([from, to]) => from <= atMs && atMs < to)?.[2] ?? "–";
  const here = divergence && divergence.about === about && divergence.what === what;
  return html`<div class="lane" role="group" aria-label="${about} ${what}: ${now}">
    <span class="of"><b>${about}</b> ${what}</span>
    <span class="track">
      ${segments.map(
        ([from, to, value]) =>
          html`<i
            class=${classOf(what, value)}
            ${place({ left: percent(from, untilMs), width: percent(to - from, untilMs) })}
            title="${value}, ${seconds(from)}–${seconds(to)}"
            >${value}</i
          >`,
      )}
      ${divergence ? partedAt(percent(divergence.at_ms, untilMs), Boolean(here)) : nothing}
      <s class="head" ${place({ left: percent(atMs, untilMs) })}></s>
    </span>
    <output>${now}</output>
  </div>`;
}

/** @param {Result["sides"]} sides */
function costs({ a, b }) {
  /** @type {[string, string, (value: number) => string][]} */
  const rows = [
    ["restarts", gettext("Restarts"), String],
    ["not_ready_ms", gettext("Time in which a Pod was not Ready"), seconds],
    ["deleting_ms", gettext("Time from delete to gone"), seconds],
    ["lost", gettext("Requests lost"), String],
    ["killed", gettext("SIGKILLs"), String],
    ["pods", gettext("Pods made"), String],
    ["warnings", gettext("Warnings"), String],
  ];
  return html`<div
    class="wide-table"
    tabindex="0"
    role="region"
    aria-label=${gettext("What it costs")}
  >
    <table class="costs">
      <thead>
        <tr>
          <td></td>
          ${SIDES.map((side) => html`<th scope="col">${titleOf(side)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([key, words, shown]) =>
            html`<tr class=${a.cost[key] === b.cost[key] ? "" : "differs"}>
              <th scope="row">${words}</th>
              <td>${shown(a.cost[key])}</td>
              <td>${shown(b.cost[key])}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

compare();
