/** What the strip of a lesson shows in each of its modes. */

import { html, nothing } from "lit-html";

import { gettext, interpolate, said } from "../store/words.js";
import { answersOf, askedOf, verdictOf } from "./words.js";

/**
 * @typedef {import("./lesson.js").Lesson} Lesson
 * @typedef {import("./lesson.js").Told} Told
 */

/**
 * @param {Lesson} lesson
 * @param {Told | null} now   what is told at this moment
 */
export function strip(lesson, now) {
  const translated = (/** @type {string | undefined} */ text) =>
    said(text ?? "", lesson.scenario?.translations);
  if (lesson.store.poll) return polled(lesson, translated);
  switch (lesson.mode) {
    case "saying":
      return saying(lesson, translated);
    case "question":
      return question(lesson, translated);
    case "answered":
      return answered(lesson, translated);
    case "end":
      return end(lesson, translated);
    case "mend":
      return mend(lesson, translated);
    default:
      return told(lesson, now, translated);
  }
}

/**
 * Before the first thing is told it is said what is to be seen, unless that is asked.
 *
 * @param {Lesson} lesson
 * @param {Told | null} now
 * @param {(text: string | undefined) => string} translated
 */
function told({ scenario, page }, now, translated) {
  const before = page && scenario?.lesson?.saying ? "" : scenario?.summary;
  return html`<p class="say" role="status">${translated(now?.text ?? before) || "\u00a0"}</p>`;
}

/**
 * @param {Lesson} lesson
 * @param {(text: string | undefined) => string} translated
 */
function saying(lesson, translated) {
  const text = translated(lesson.scenario?.lesson?.saying);
  if (!lesson.scenario) return html`<p class="say"> </p>`;
  if (!text) {
    return html`<p class="say">${translated(lesson.scenario.summary)}</p>
      <div class="moves">${button(gettext("Play"), () => lesson.begin(), "strong")}</div>`;
  }
  return html`<p class="say"><b>${gettext("Is it true?")}</b> “${text}”</p>
    <div class="moves" role="group" aria-label=${gettext("What do you think?")}>
      ${button(gettext("True"), () => lesson.believe("right"))}
      ${button(gettext("Half true"), () => lesson.believe("half"))}
      ${button(gettext("Not true"), () => lesson.believe("wrong"))}
      ${button(gettext("Just play"), () => lesson.begin(), "quiet")}
    </div>`;
}

/**
 * @param {Lesson} lesson
 * @param {(text: string | undefined) => string} translated
 */
function question(lesson, translated) {
  const { question } = lesson;
  if (!question) return nothing;
  const answers = answersOf(question).map(translated);
  return html`<p class="say" id="asked" role="status">${translated(askedOf(question))}</p>
    <div class="moves" role="group" aria-labelledby="asked">
      ${answers.map((text, n) => button(html`<kbd>${n + 1}</kbd> ${text}`, () => lesson.answer(n)))}
      ${
        lesson.poll.canAsk
          ? button(gettext("Ask the class"), () => lesson.askClass(), "strong")
          : nothing
      }
    </div>`;
}

/**
 * What the class is asked: for each answer how many chose it, once that may be seen.
 *
 * @param {Lesson} lesson
 * @param {(text: string | undefined) => string} translated
 */
function polled(lesson, translated) {
  const { poll, host } = lesson.store;
  if (!poll?.question) return nothing;
  const { counts = [], right = null } = poll;
  const answers = answersOf(poll.question).map(translated);
  const counted = lesson.poll.voted >= 0 && right === null;
  return html`<p class="say" id="asked" role="status">
      ${translated(askedOf(poll.question))}
      ${counted ? html`<em>${gettext("Your answer is counted.")}</em>` : nothing}
    </p>
    <div class="moves polled" role="group" aria-labelledby="asked">
      ${answers.map((text, n) =>
        host || right !== null
          ? option(text, n, counts, lookOf(n, right, lesson.poll.voted))
          : choice(text, n, lesson),
      )}
      ${
        host && right === null
          ? button(gettext("Show the answer"), () => lesson.showAnswer(), "strong")
          : nothing
      }
      ${
        host && right !== null
          ? button(gettext("Play on"), () => lesson.endPoll(), "strong")
          : nothing
      }
    </div>`;
}

/**
 * @param {number} n
 * @param {number | null} right
 * @param {number} voted
 */
function lookOf(n, right, voted) {
  if (n === right) return "is-the-right";
  return n === voted ? "is-mine" : "";
}

/**
 * @param {string} text
 * @param {number} n
 * @param {number[]} counts
 * @param {string} look
 */
function option(text, n, counts, look) {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const label = interpolate(gettext("%(count)s chose this"), { count: counts[n] ?? 0 });
  return html`<p class="option ${look}">
    <kbd>${n + 1}</kbd> <span>${look === "is-the-right" ? "✓ " : ""}${text}</span>
    <progress max=${Math.max(1, all)} .value=${counts[n] ?? 0} aria-label=${label}></progress>
    <b class="count">${counts[n] ?? 0}</b>
  </p>`;
}

/**
 * @param {string} text
 * @param {number} n
 * @param {Lesson} lesson
 */
function choice(text, n, lesson) {
  const mine = lesson.poll.voted === n;
  return html`<button
    type="button"
    class=${mine ? "is-mine" : ""}
    aria-pressed=${mine ? "true" : "false"}
    @click=${() => lesson.vote(n)}
  >
    <kbd>${n + 1}</kbd> ${text}
  </button>`;
}

/**
 * @param {Lesson} lesson
 * @param {(text: string | undefined) => string} translated
 */
function answered(lesson, translated) {
  const { question, chosen } = lesson;
  if (!question) return nothing;
  const answers = answersOf(question).map(translated);
  const right = chosen === question.right;
  const verdict = right
    ? gettext("Right.")
    : interpolate(gettext("No: %(right)s"), { right: answers[question.right] });
  return html`<p class="say" role="status">
      <b class=${right ? "is-right" : "is-wrong"}>${right ? "✓" : "✗"} ${verdict}</b>
      ${translated(question.why)}
    </p>
    <div class="moves">
      ${button(gettext("Play on"), () => lesson.goOn(), "strong")}
      ${question.record ? button(gettext("Why?"), () => lesson.why()) : nothing}
      <small
        >${interpolate(gettext("%(right)s of %(asked)s"), {
          right: lesson.right,
          asked: lesson.asked,
        })}</small
      >
    </div>`;
}

/**
 * @param {Lesson} lesson
 * @param {(text: string | undefined) => string} translated
 */
function end(lesson, translated) {
  const { scenario, page, guess } = lesson;
  const { saying, verdict, truth, goal, fixed } = scenario?.lesson ?? {};
  const thought = verdict === "outdated" ? "wrong" : verdict;
  const judged =
    guess &&
    (guess === thought ? gettext("✓ You were right.") : gettext("✗ You thought otherwise."));
  return html`<p class="say" role="status">
      ${saying ? html`“${translated(saying)}” <b>${verdictOf(verdict)} ${judged}</b>` : nothing}
      ${translated(truth)}
    </p>
    <div class="moves">
      ${
        page?.next
          ? html`<a class="button strong" href=${page.next}>${gettext("Next scene")}</a>`
          : nothing
      }
      ${goal?.length ? button(gettext("Mend it"), () => lesson.mend()) : nothing}
      ${
        fixed && page
          ? html`<a class="button" href="/compare/?scene=${page.name}"
              >${gettext("Compare with the mended one")}</a
            >`
          : nothing
      }
      ${button(gettext("Again"), () => lesson.again())}
      <a class="button quiet" href="/learn/">${gettext("All scenes")}</a>
    </div>`;
}

/**
 * @param {Lesson} lesson
 * @param {(text: string | undefined) => string} translated
 */
function mend(lesson, translated) {
  const { task, hints = [] } = lesson.scenario?.lesson ?? {};
  const { goal } = lesson;
  const reached = Boolean(goal?.length) && goal?.every(({ holds }) => holds);
  const given = hints.slice(0, lesson.hints);
  return html`<p class="say" role="status">
      ${reached ? html`<b class="is-right">✓ ${gettext("Mended.")}</b>` : nothing}
      ${translated(task)} ${given.map((text) => html`<em>${translated(text)}</em> `)}
    </p>
    <ul class="goals" aria-label=${gettext("The goal")}>
      ${(goal ?? []).map(
        ({ claim, holds, seen }) =>
          html`<li class=${holds ? "is-right" : "is-wrong"} title=${seen}>
            ${holds ? "✓" : "✗"} ${claim} <small>${seen}</small>
          </li>`,
      )}
    </ul>
    <div class="moves">
      ${
        reached
          ? html`<a class="button strong" href="/learn/">${gettext("On with the course")}</a>`
          : button(gettext("Change the manifest"), () => lesson.edit(), "strong")
      }
      ${
        !reached && lesson.hints < hints.length
          ? button(gettext("A hint"), () => lesson.hint())
          : nothing
      }
    </div>`;
}

/**
 * @param {unknown} words
 * @param {() => void} act
 * @param {string} [look]
 */
function button(words, act, look = "") {
  return html`<button type="button" class=${look} @click=${act}>${words}</button>`;
}
