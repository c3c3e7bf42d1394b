/** The lanes of many Pods: each below the header of its owner, and folded away where many are. */

import { gettext, interpolate, ngettext } from "../store/words.js";
import { millis } from "../wire/records.js";
import { headcountOf } from "./headcount.js";
import { compactLane, lane } from "./lanes.js";
import { ownersIn } from "./owners.js";

/**
 * @typedef {import("./lanes.js").Lane} Lane
 * @typedef {import("./owners.js").Owner} Owner
 * @typedef {import("./owners.js").Owners} Owners
 * @typedef {import("./history.js").PodStory} PodStory
 */

/**
 * @typedef {object} Crowd   what the header of an owner, or of one of its sets, has to show
 * @property {string} name
 * @property {string} ownerKind   Deployment, …; "" for Pods without an owner
 * @property {import("./headcount.js").Headcount} headcount
 * @property {{order: number, revision: string, atMs: number}[]} revisions   from when each holds;
 *   a generation that is rolled back to gets another
 * @property {number} pods        how many Pods ever
 * @property {boolean} counted    whether how many there shall be is known
 */

/** More Pods than these and every owner that has more than a few is folded. */
const MANY = 16;
/** So many are read one by one; without an owner they need no header, either. */
const FEW = 4;

/**
 * @param {import("./history.js").History} history
 * @param {PodStory[]} stories
 * @param {number} endMs
 * @returns {Lane[]} flat where no Pod has an owner
 */
export function crowdLanes(history, stories, endMs) {
  const owners = ownersIn(history);
  const found = owners.of(stories);
  if (found.every(({ key }) => key === "")) return stories.map((pod) => compactLane(pod, endMs));
  return found.flatMap((owner) => {
    const alone = owner.key === "" && owner.pods.length <= FEW;
    if (alone) return owner.pods.map((pod) => compactLane(pod, endMs));
    const header = headerOf(owner, "owner", owners, endMs);
    const sets = owner.sets.length > 1 ? owner.sets : [];
    if (!sets.length) return [header, ...podLanes(owner, owner, "", owners, endMs)];
    const below = sets.flatMap((set) => [
      { ...headerOf(set, "set", owners, endMs), owner: owner.key },
      ...podLanes(set, owner, set.key, owners, endMs),
    ]);
    return [header, ...below];
  });
}

/**
 * @param {Owner} owner
 * @param {"owner" | "set"} kind
 * @param {Owners} owners
 * @param {number} endMs
 */
function headerOf(owner, kind, owners, endMs) {
  const orderOf = (/** @type {PodStory} */ story) => owners.generationOf(story)?.order ?? 0;
  const headcount = headcountOf(owner.pods, orderOf, owner.records);
  const revisions = revisionsOf(owner, owners, endMs);
  const pods = owner.pods.length;
  const counted = headcount.desired.length > 0;
  const name = owner.name || gettext("no owner");
  const title = `${owner.kind} ${name}`.trim();
  /** @type {Crowd} */
  const crowd = { name, ownerKind: owner.kind, headcount, revisions, pods, counted };
  const segments = stretches(owner, owners, endMs);
  const key = `${kind}/${owner.key}`;
  return lane({ key, kind, title, band: "pods", crowd, owner: owner.key, segments });
}

/**
 * @param {Owner} owner
 * @param {Owners} owners
 * @param {number} endMs
 */
function revisionsOf(owner, owners, endMs) {
  return owners
    .revisionsOf(owner)
    .map(({ order, revision, record }) => ({ order, revision, atMs: millis(record) }))
    .filter(({ atMs }) => atMs < endMs);
}

/**
 * What may be pointed at: from each new revision to the next, or all of it.
 *
 * @param {Owner} owner
 * @param {Owners} owners
 * @param {number} endMs
 */
function stretches(owner, owners, endMs) {
  const look = /** @type {const} */ ("off");
  const count = owner.pods.length;
  const about = interpolate(ngettext("%(count)s Pod", "%(count)s Pods", count), { count });
  const starts = owners.revisionsOf(owner).filter(({ record }) => millis(record) < endMs);
  if (!starts.length) {
    const [first] = owner.records;
    const fromMs = first ? millis(first) : owner.pods[0].bornMs;
    const record = first?.id ?? owner.pods[0].updates[0].id;
    return [{ fromMs, toMs: endMs, look, texts: [], label: about, record }];
  }
  return starts.map(({ revision, record }, i) => ({
    fromMs: millis(record),
    toMs: starts[i + 1] ? millis(starts[i + 1].record) : endMs,
    look,
    texts: [],
    label: interpolate(gettext("revision %(revision)s: %(name)s"), { revision, name: record.name }),
    record: record.id,
  }));
}

/**
 * @param {Owner} of      whose Pods
 * @param {Owner} owner   whose name their names begin with
 * @param {string} set
 * @param {Owners} owners
 * @param {number} endMs
 */
function podLanes(of, owner, set, owners, endMs) {
  return of.pods.map((story) => {
    const generation = owners.generationOf(story);
    const short = shorter(story.name, owner);
    return { ...compactLane(story, endMs), owner: owner.key, set, generation, short };
  });
}

/**
 * What tells a Pod apart from the others of its owner: the last part of a generated name.
 *
 * @param {string} name
 * @param {Owner} owner
 */
function shorter(name, { kind, name: of }) {
  const generated = kind && kind !== "StatefulSet" && name.startsWith(`${of}-`);
  return generated ? `…${name.slice(name.lastIndexOf("-") + 1)}` : name;
}

/**
 * The headers that are folded: as somebody chose, or where there are many Pods.
 *
 * @param {Lane[]} lanes
 * @param {Map<string, boolean>} chosen   by key, whether it is folded
 */
export function foldedOwners(lanes, chosen) {
  const all = lanes.filter(({ kind }) => kind === "pod").length;
  const byDefault = (/** @type {Lane} */ { kind, crowd }) => {
    const pods = crowd?.pods ?? 0;
    return kind === "owner" ? all > MANY && pods > FEW : pods > MANY;
  };
  const headers = lanes.filter(({ crowd }) => crowd);
  return new Set(
    headers.filter((one) => chosen.get(one.key) ?? byDefault(one)).map(({ key }) => key),
  );
}

/**
 * The lanes without what is folded away; the Pod that is looked at stays.
 *
 * @param {Lane[]} lanes
 * @param {Set<string>} folded
 * @param {string} focus   uid of the Pod that is looked at
 */
export function unfolded(lanes, folded, focus) {
  return lanes.filter(({ kind, owner, set, uid }) => {
    if (kind !== "pod" && kind !== "set") return true;
    if (uid && uid === focus) return true;
    return !folded.has(`owner/${owner}`) && !(set && folded.has(`set/${set}`));
  });
}
