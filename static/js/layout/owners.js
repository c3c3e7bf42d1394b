/**
 * Pods by whom they belong to: a Deployment with its ReplicaSets, a StatefulSet, a Job, …
 *
 * What made a Pod is its generation: a ReplicaSet for a Deployment, a ControllerRevision for a
 * StatefulSet or DaemonSet. It is told by the revision that Kubernetes had given it when the
 * Pod was made; a rollback gives an old ReplicaSet a new number.
 */

import { millis } from "../wire/records.js";
import { addTo } from "./history.js";
import { lastIndexAt } from "./status-at.js";

/**
 * @typedef {import("./history.js").History} History
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("../wire/records.js").ObjectRecord} ObjectRecord
 */

/**
 * @typedef {object} Generation
 * @property {number} order      of its owner's: 1 for the first
 * @property {string} revision   as Kubernetes numbers it
 * @property {string} name       of what stands for it
 */

/**
 * @typedef {object} Owner
 * @property {string} key               Deployment/default/web; "" for those without an owner
 * @property {string} kind
 * @property {string} name
 * @property {ObjectRecord[]} records   of itself, the first when it was made
 * @property {PodStory[]} pods          its own and those of its sets, by generation
 * @property {Owner[]} sets             a Deployment's ReplicaSets, a CronJob's Jobs
 * @property {number} order             which generation it stands for; 0 if for none
 */

/** Owners of what owns Pods. */
const UPPER = new Set(["Deployment", "CronJob"]);

export class Owners {
  /** @param {History} history */
  constructor(history) {
    this.history = history;
    /** @type {Map<string, ObjectRecord[]>} the records of each object, by its key */
    this.objects = new Map();
    for (const kind of ["ReplicaSet", "ControllerRevision", "Job"]) this.#read(kind);
    /** @type {Map<string, string[]>} what stands for an owner's generations, in their order */
    this.made = new Map();
    /** @type {Map<string, Generation | null>} by the uid of the Pod */
    this.generations = new Map();
    this.#number();
  }

  /** @param {string} kind */
  #read(kind) {
    for (const record of this.history.kinds.get(kind) ?? []) {
      addTo(this.objects, keyOf(record), record);
    }
  }

  #number() {
    for (const [key, [first]] of this.objects) {
      if (first.kind === "Job" || !first.owner) continue;
      addTo(this.made, within(first.namespace, first.owner), key);
    }
  }

  /**
   * Which generation of its owner's Pods a Pod is; null where there are none.
   *
   * @param {PodStory} story
   * @returns {Generation | null}
   */
  generationOf(story) {
    let found = this.generations.get(story.uid);
    if (found === undefined) {
      found = this.#generationOf(story);
      this.generations.set(story.uid, found);
    }
    return found;
  }

  /**
   * @param {PodStory} story
   * @returns {Generation | null}
   */
  #generationOf(story) {
    const own = ownerOf(story);
    if (!own) return null;
    const { kind, name } = parts(own);
    const set = within(story.namespace, own);
    const key = kind === "ReplicaSet" ? set : this.#revisionKey(story, set, name);
    const records = this.objects.get(key);
    if (!records?.[0].owner) return null;
    const order = this.#orderOf(records[0], key);
    const then = records[lastIndexAt(records, story.bornMs, millis)] ?? records[0];
    return { order, revision: revisionOf(then) || String(order), name: records[0].name };
  }

  /**
   * A StatefulSet's Pods bear the name of the ControllerRevision, a DaemonSet's its last part.
   *
   * @param {PodStory} story
   * @param {string} set
   * @param {string} name   of the owner
   */
  #revisionKey(story, set, name) {
    const revision = story.updates[0].revision;
    const known = this.made.get(set) ?? [];
    const ends = [`/${revision}`, `/${name}-${revision}`];
    return known.find((key) => ends.some((end) => key.endsWith(end))) ?? "";
  }

  /**
   * @param {ObjectRecord} record
   * @param {string} key
   */
  #orderOf(record, key) {
    return (this.made.get(within(record.namespace, record.owner ?? "")) ?? []).indexOf(key) + 1;
  }

  /**
   * @param {PodStory} story
   * @returns {{key: string, above: string}} of who controls it, and of the Deployment or CronJob
   *   above that; "" where there is none
   */
  keysOf(story) {
    const own = ownerOf(story);
    const key = own ? within(story.namespace, own) : "";
    const upper = this.objects.get(key)?.[0].owner ?? "";
    return { key, above: UPPER.has(parts(upper).kind) ? within(story.namespace, upper) : "" };
  }

  /**
   * All owners in the order in which their first Pods came, each Pod with one.
   *
   * @param {Iterable<PodStory>} stories
   * @returns {Owner[]}
   */
  of(stories) {
    /** @type {Map<string, Owner>} */
    const owners = new Map();
    /** @type {Map<string, Owner>} */
    const sets = new Map();
    for (const story of stories) {
      const { key, above } = this.keysOf(story);
      const owner = this.#found(owners, above || key);
      owner.pods.push(story);
      if (!above) continue;
      const known = sets.has(key);
      const set = this.#found(sets, key);
      if (!known) owner.sets.push(set);
      set.pods.push(story);
    }
    for (const owner of owners.values()) this.#sort(owner);
    return [...owners.values()];
  }

  /**
   * @param {Map<string, Owner>} owners
   * @param {string} key
   */
  #found(owners, key) {
    const known = owners.get(key);
    if (known) return known;
    const [kind, , name] = key ? key.split("/") : ["", "", ""];
    const all = this.objects.get(key) ?? this.#recordsOf(kind, key);
    const order = kind === "ReplicaSet" && all[0]?.owner ? this.#orderOf(all[0], key) : 0;
    /** @type {Owner} */
    const owner = { key, kind, name, records: all, pods: [], sets: [], order };
    owners.set(key, owner);
    return owner;
  }

  /**
   * @param {string} kind
   * @param {string} key
   */
  #recordsOf(kind, key) {
    return (this.history.kinds.get(kind) ?? []).filter((record) => keyOf(record) === key);
  }

  /** @param {Owner} owner */
  #sort(owner) {
    owner.sets.sort((a, b) => a.order - b.order);
    if (owner.sets.length) owner.pods = owner.sets.flatMap(({ pods }) => pods);
  }

  /**
   * When each generation was made, and every time that its revision was numbered anew.
   *
   * @param {Owner} owner   or one of its sets: then of that generation alone
   * @returns {{order: number, revision: string, record: ObjectRecord}[]} in the order of time
   */
  revisionsOf({ key, order }) {
    const made = order ? [key] : (this.made.get(key) ?? []);
    const found = made.flatMap((one, i) => this.#numbered(one, order || i + 1));
    return found.sort((a, b) => a.record.id - b.record.id);
  }

  /**
   * @param {string} key
   * @param {number} order
   */
  #numbered(key, order) {
    let last = "";
    return (this.objects.get(key) ?? []).flatMap((record) => {
      const revision = revisionOf(record) || String(order);
      if (record.verb === "deleted" || revision === last) return [];
      last = revision;
      return [{ order, revision, record }];
    });
  }
}

/** @type {WeakMap<History, {length: number, owners: Owners}>} */
const known = new WeakMap();

/**
 * The owners in a history, read anew only when it has grown.
 *
 * @param {History} history
 */
export function ownersIn(history) {
  const { length } = history.records;
  let found = known.get(history);
  if (found?.length !== length) {
    found = { length, owners: new Owners(history) };
    known.set(history, found);
  }
  return found.owners;
}

/** @param {ObjectRecord} record */
function revisionOf({ revision, columns }) {
  return revision ?? String(columns?.Revision ?? "");
}

/**
 * Who controls a Pod: the first that did.
 *
 * @param {PodStory} story
 */
function ownerOf({ updates }) {
  return updates[0].owner ?? updates.find(({ owner }) => owner)?.owner ?? "";
}

/** @param {ObjectRecord} record */
function keyOf({ kind, namespace, name }) {
  return `${kind}/${namespace}/${name}`;
}

/** @param {string} owner   "ReplicaSet/web-5d4f" */
function parts(owner) {
  const [kind, name] = owner.split("/");
  return { kind, name };
}

/**
 * @param {string} namespace
 * @param {string} owner   "ReplicaSet/web-5d4f"
 */
function within(namespace, owner) {
  const { kind, name } = parts(owner);
  return `${kind}/${namespace}/${name}`;
}
