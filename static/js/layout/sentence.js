/** The moment in two short lines: what happened, and what it changes. */

import { gettext, interpolate, ngettext } from "../store/words.js";
import { clock } from "./axis.js";
import { effectsOf, endpointEffect } from "./effects.js";
import { happening } from "./happenings.js";
import { shortName } from "./history.js";
import { unheardBefore } from "./unheard.js";

/**
 * @typedef {import("./effect.js").Effect} Effect
 * @typedef {import("./history.js").History} History
 * @typedef {import("./steps.js").Step} Step
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 */

/** @typedef {{happened: string, changes: string, record: WireRecord | null}} Sentence */

/** How far back the cause of a change may lie and still be told as what happened. */
const LONGEST_CHAIN = 6;

/**
 * @param {Step} step
 * @param {History} history
 * @returns {Sentence}
 */
export function sentenceOf(step, history) {
  const input = step.records.find((record) => record.type === "input");
  const all = lasting(step.records.flatMap((record) => effectsIn(record, history)));
  const effects = input ? comingOf(input, all, history) : all;
  const first = effects.reduce(
    (best, effect) => (effect.weight > best.weight ? effect : best),
    effects[0] ?? null,
  );
  if (!first) return { happened: "", changes: "", record: step.records[0] ?? null };
  const isDone = input && leadsTo(input, first.record, history);
  const told = isDone ? happening(input) : happenedAt(first, effects, history);
  const happened = told || causeOf(first.record, history) || first.happened;
  return { happened, changes: together(first, effects, history), record: first.record };
}

/**
 * What comes of a command. At the very beginning there are others, and one that changes nothing
 * is not worth a word.
 *
 * @param {WireRecord} input
 * @param {Effect[]} effects
 * @param {History} history
 */
function comingOf(input, effects, history) {
  const own = effects.filter(({ record }) => leadsTo(input, record, history));
  const isIdle = own.every(({ record }) => record === input);
  return isIdle && input.t === 0 ? effects : own;
}

/**
 * @param {WireRecord} input
 * @param {WireRecord} record
 * @param {History} history
 */
function leadsTo(input, record, history) {
  let at = /** @type {WireRecord | undefined} */ (record);
  while (at && at.id > input.id) at = at.cause ? history.byId.get(at.cause) : undefined;
  return at === input;
}

/** What can only turn and turn back. */
const TURNS = ["endpoint ready", "endpoint out", "Ready True", "Ready False"];

/**
 * Without what was undone in the same instant: a container that is restarted and ready at once
 * takes its Pod out of the Service for a blink.
 *
 * @param {Effect[]} effects
 */
function lasting(effects) {
  /** @type {Map<string, Effect[]>} */
  const turns = new Map();
  for (const effect of effects.filter(({ kind }) => TURNS.includes(kind))) {
    const topic = `${effect.kind.split(" ")[0]} ${effect.uid}`;
    turns.set(topic, [...(turns.get(topic) ?? []), effect]);
  }
  const undone = new Set(
    [...turns.values()].flatMap((turn) => (turn.length % 2 ? turn.slice(0, -1) : turn)),
  );
  return effects.filter((effect) => !undone.has(effect));
}

/**
 * The sentence as it is read out.
 *
 * @param {Step} step
 * @param {Sentence} sentence
 */
export function announcement(step, { happened, changes }) {
  return [`${clock(step.atMs)}.`, happened, changes].filter(Boolean).join(" ");
}

/**
 * Whether the API shows something else after a step, or somebody acted.
 *
 * @param {Step} step
 */
export function changesSomething({ records }) {
  return records.some(({ type }) => type !== "process" && type !== "log");
}

/**
 * @param {WireRecord} record
 * @param {History} history
 * @returns {Effect[]}
 */
function effectsIn(record, history) {
  if (record.type !== "object") return effectsOf(record, history, nameIn(record, history));
  return history.endpointsChangedBy(record).map(({ story, changes, at }) => {
    const pod = { name: called(story, history), uid: story.uid };
    return endpointEffect(changes[at], changes[at - 1]?.state ?? null, pod);
  });
}

/**
 * @param {WireRecord} record
 * @param {History} history
 */
function nameIn(record, history) {
  const story = history.storyOf(record);
  return story ? called(story, history) : "";
}

/**
 * @param {import("./history.js").PodStory} story
 * @param {History} history
 */
function called(story, history) {
  if (history.pods.size < 2) return gettext("the Pod");
  return interpolate(gettext("Pod %(name)s"), { name: shortName(story) });
}

/**
 * What happened at this very instant, if something did: the weightiest of what can have led to it.
 *
 * @param {Effect} first
 * @param {Effect[]} effects
 * @param {History} history
 */
function happenedAt(first, effects, history) {
  const others = effects.filter(
    ({ record, uid }) =>
      record.id <= first.record.id &&
      uid === first.uid &&
      canLeadTo(first.kind, record) &&
      happening(record),
  );
  others.sort((a, b) => b.weight - a.weight);
  const end = others.find(({ record }) => endedBefore(first.record, record));
  const told = end ?? others[0];
  return told ? happening(told.record, unheardBefore(told.record, history)) : "";
}

/**
 * Whether a container starts again because of that end.
 *
 * @param {WireRecord} start
 * @param {WireRecord} end
 */
function endedBefore(start, end) {
  if (start.type !== "process" || end.type !== "process" || start.what !== "start") return false;
  return end.container === start.container && (end.what === "exit" || end.what === "oom");
}

/** What begins or comes back, and what is over. */
const BEGINNINGS = ["phase Running", "Ready True", "endpoint ready"];
const ENDINGS = ["phase Succeeded", "phase Failed"];

/**
 * What the API tells late may fall on the instant of something newer that has nothing to do with
 * it: no end makes a Pod Ready, and it has not Failed because its sandbox goes.
 *
 * @param {string} kind   of the effect
 * @param {WireRecord} record
 */
function canLeadTo(kind, record) {
  if (record.type !== "process") return true;
  if (BEGINNINGS.includes(kind)) return !["exit", "oom", "sandbox-stop"].includes(record.what);
  return !ENDINGS.includes(kind) || record.what !== "sandbox-stop";
}

/**
 * @param {WireRecord} record
 * @param {History} history
 */
function causeOf(record, history) {
  let at = /** @type {WireRecord | undefined} */ (record);
  for (let depth = 0; at && depth < LONGEST_CHAIN; depth++) {
    const happened = happening(at, unheardBefore(at, history));
    if (happened) return at === record || at.t > record.t - 3 ? happened : "";
    at = at.cause ? history.byId.get(at.cause) : undefined;
  }
  return "";
}

/**
 * The same change of several Pods is said once.
 *
 * @param {Effect} first
 * @param {Effect[]} effects
 * @param {History} history
 */
function together(first, effects, history) {
  const alike = effects.filter((effect) => effect.kind === first.kind);
  const stories = new Set(alike.map((effect) => effect.changes));
  if (stories.size < 2 || history.pods.size < 2) return first.changes;
  const count = stories.size;
  const said = MANY[first.kind]?.(count);
  return said ? interpolate(said, { count }) : first.changes;
}

/** @type {Record<string, (count: number) => string>} */
const MANY = {
  created: (n) => ngettext("%(count)s Pod is created", "%(count)s Pods are created", n),
  bound: (n) => ngettext("%(count)s Pod has a node", "%(count)s Pods have a node", n),
  deletion: (n) => ngettext("%(count)s Pod has to end", "%(count)s Pods have to end", n),
  gone: (n) => ngettext("%(count)s Pod is gone", "%(count)s Pods are gone", n),
  "Ready True": (n) => ngettext("%(count)s more Pod is Ready", "%(count)s more Pods are Ready", n),
  "phase Running": (n) =>
    ngettext("%(count)s more Pod is Running", "%(count)s more Pods are Running", n),
  "endpoint ready": (n) => ngettext("%(count)s Pod gets traffic", "%(count)s Pods get traffic", n),
};
