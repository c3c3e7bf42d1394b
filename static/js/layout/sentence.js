/** The moment in two short lines: what happened, and what it changes. */

import { gettext, interpolate, ngettext } from "../store/words.js";
import { clock } from "./axis.js";
import { effectsOf, endpointEffect } from "./effects.js";
import { happening } from "./happenings.js";
import { shortName } from "./history.js";

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
  const effects = lasting(step.records.flatMap((record) => effectsIn(record, history)));
  const first = effects.reduce(
    (best, effect) => (effect.weight > best.weight ? effect : best),
    effects[0] ?? null,
  );
  if (!first) return { happened: "", changes: "", record: step.records[0] ?? null };
  const input = step.records.find((record) => record.type === "input");
  const told = input ? happening(input) : happenedAt(first, effects);
  const happened = told || causeOf(first.record, history) || first.happened;
  return { happened, changes: together(first, effects, history), record: first.record };
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
  return [...history.pods.values()].flatMap((story) =>
    [...story.endpoints.values()].flatMap((changes) => {
      const at = changes.findIndex((change) => change.record.id === record.id);
      if (at < 0) return [];
      const pod = { name: called(story, history), uid: story.uid };
      return [endpointEffect(changes[at], changes[at - 1]?.state ?? null, pod)];
    }),
  );
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
 * What happened at this very instant, if something did: the weightiest of it.
 *
 * @param {Effect} first
 * @param {Effect[]} effects
 */
function happenedAt(first, effects) {
  const others = effects.filter(
    ({ record, uid }) => record.id <= first.record.id && uid === first.uid && happening(record),
  );
  others.sort((a, b) => b.weight - a.weight);
  return others.length ? happening(others[0].record) : "";
}

/**
 * @param {WireRecord} record
 * @param {History} history
 */
function causeOf(record, history) {
  let at = /** @type {WireRecord | undefined} */ (record);
  for (let depth = 0; at && depth < LONGEST_CHAIN; depth++) {
    const happened = happening(at);
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
  "Ready True": (n) => ngettext("%(count)s Pod is Ready", "%(count)s Pods are Ready", n),
  "phase Running": (n) => ngettext("%(count)s Pod is Running", "%(count)s Pods are Running", n),
  "endpoint ready": (n) => ngettext("%(count)s Pod gets traffic", "%(count)s Pods get traffic", n),
};
