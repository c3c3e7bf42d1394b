/**
 * The records of a branch, sorted into stories: one for each Pod that ever lived in it.
 *
 * Append-only, as a trace is. A Pod is its uid: one that is made again under the same name
 * has a story of its own.
 */

import { millis } from "../wire/records.js";

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {import("../wire/records.js").PodRecord} PodRecord
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 * @typedef {import("../wire/records.js").EventRecord} EventRecord
 * @typedef {import("../wire/records.js").ObjectRecord} ObjectRecord
 * @typedef {import("../wire/records.js").InputRecord} InputRecord
 * @typedef {import("../wire/records.js").LogRecord} LogRecord
 * @typedef {import("../wire/records.js").TrafficRecord} TrafficRecord
 */

/** @typedef {"not ready" | "ready" | "terminating" | "gone"} EndpointState */

/**
 * @typedef {object} EndpointChange
 * @property {number} atMs
 * @property {EndpointState} state
 * @property {boolean} serving
 * @property {string} address
 * @property {ObjectRecord} record
 */

/** @typedef {{atMs: number, bands: import("../wire/records.js").Band[]}} Foreseen */

/**
 * @typedef {object} PodStory
 * @property {string} uid
 * @property {string} namespace
 * @property {string} name
 * @property {number} bornMs
 * @property {number | null} goneMs
 * @property {PodRecord[]} updates
 * @property {ProcessRecord[]} processes
 * @property {EventRecord[]} events
 * @property {LogRecord[]} logs
 * @property {Map<string, EndpointChange[]>} endpoints   by the name of the Service
 * @property {Foreseen[]} foreseen   what was to be expected, from each moment at which it changed
 */

export class History {
  constructor() {
    /** @type {WireRecord[]} */
    this.records = [];
    /** @type {Map<number, WireRecord>} */
    this.byId = new Map();
    /** @type {Map<string, PodStory>} by uid, in the order of their creation */
    this.pods = new Map();
    /** @type {Map<string, PodStory>} the latest of each namespace and name */
    this.byName = new Map();
    /** @type {InputRecord[]} */
    this.inputs = [];
    /** @type {import("../wire/records.js").PrintedRecord[]} */
    this.printed = [];
    /** @type {ProcessRecord[]} what begins a fault, or ends it */
    this.faults = [];
    /** @type {EventRecord[]} */
    this.events = [];
    /** @type {ObjectRecord[]} */
    this.objects = [];
    /** @type {Map<string, {service: string, named: Set<string>}>} each EndpointSlice's Pods */
    this.slices = new Map();
    /** @type {Map<string, ObjectRecord[]>} the objects by kind */
    this.kinds = new Map();
    /** @type {Map<string, TrafficRecord[]>} by namespace and name of the Service */
    this.traffic = new Map();
    /** @type {Map<number, PodRecord | null>} each update's predecessor, by id */
    this.previous = new Map();
  }

  /** @param {WireRecord[]} records */
  append(records) {
    for (const record of records) {
      this.records.push(record);
      this.byId.set(record.id, record);
      this.#take(record);
      if (record.bands) this.#foresee(record, record.bands);
    }
  }

  /**
   * @param {WireRecord} record
   * @param {import("../wire/records.js").Band[]} bands
   */
  #foresee(record, bands) {
    this.storyOf(record)?.foreseen.push({ atMs: millis(record), bands });
  }

  /** Whether there is more to see than one Pod on one node. */
  get isCluster() {
    if (this.pods.size > 1) return true;
    const nodes = new Set(this.kinds.get("Node")?.map(({ name }) => name));
    return nodes.size > 1 || (this.kinds.get("Service") ?? []).some((one) => !isOwnService(one));
  }

  get lastMs() {
    const last = this.records.at(-1);
    return last ? millis(last) : 0;
  }

  /**
   * The Pod that a record is about, if it is about one.
   *
   * @param {WireRecord} record
   * @returns {PodStory | null}
   */
  storyOf(record) {
    const story = "uid" in record && record.uid ? this.pods.get(record.uid) : null;
    if (story) return story;
    if (record.type === "event") return this.#eventStory(record);
    if (record.type === "process" || record.type === "log") {
      return this.byName.get(`${record.namespace}/${record.pod}`) ?? null;
    }
    return null;
  }

  /** @param {WireRecord} record */
  #take(record) {
    switch (record.type) {
      case "pod":
        return this.#takePod(record);
      case "pod-deleted": {
        const story = this.pods.get(record.uid);
        if (story) story.goneMs = millis(record);
        return undefined;
      }
      case "process":
        if (record.what.startsWith("fault")) this.faults.push(record);
        this.storyOf(record)?.processes.push(record);
        return undefined;
      case "log":
        this.storyOf(record)?.logs.push(record);
        return undefined;
      case "event":
        this.events.push(record);
        this.#eventStory(record)?.events.push(record);
        return undefined;
      case "input":
        this.inputs.push(record);
        return undefined;
      case "printed":
        this.printed.push(record);
        return undefined;
      case "object":
        this.objects.push(record);
        addTo(this.kinds, record.kind, record);
        if (record.kind === "EndpointSlice") this.#takeSlice(record);
        return undefined;
      case "traffic":
        return this.#takeTraffic(record);
    }
  }

  /** @param {TrafficRecord} record */
  #takeTraffic(record) {
    addTo(this.traffic, `${record.namespace}/${record.service}`, record);
  }

  /** @param {PodRecord} record */
  #takePod(record) {
    let story = this.pods.get(record.uid);
    if (!story) {
      story = newStory(record);
      this.pods.set(record.uid, story);
      this.byName.set(`${record.namespace}/${record.name}`, story);
    }
    this.previous.set(record.id, story.updates.at(-1) ?? null);
    story.updates.push(record);
  }

  /** @param {EventRecord} record */
  #eventStory(record) {
    const [kind, name] = record.object.split("/");
    return kind === "Pod" ? (this.byName.get(`${record.namespace}/${name}`) ?? null) : null;
  }

  /** @param {ObjectRecord} slice */
  #takeSlice(slice) {
    const service = serviceOf(slice.name);
    const endpoints = slice.verb === "deleted" ? [] : (slice.endpoints ?? []);
    for (const endpoint of endpoints) {
      const story = this.byName.get(`${slice.namespace}/${endpoint.pod}`);
      if (!story) continue;
      const state = endpoint.terminating ? "terminating" : endpoint.ready ? "ready" : "not ready";
      const address = endpoint.addresses?.[0] ?? "";
      noteEndpoint(story, service, slice, { state, serving: endpoint.serving, address });
    }
    const named = new Set(endpoints.map((endpoint) => endpoint.pod));
    const before = this.slices.get(`${slice.namespace}/${slice.name}`);
    this.slices.set(`${slice.namespace}/${slice.name}`, { service, named });
    const left = new Set(
      [...(before?.named ?? [])].filter(
        (pod) => !named.has(pod) && !this.#isBehind(slice.namespace, service, pod),
      ),
    );
    for (const story of left.size ? this.pods.values() : []) {
      if (story.namespace !== slice.namespace || !left.has(story.name)) continue;
      if (story.endpoints.has(service)) {
        noteEndpoint(story, service, slice, { state: "gone", serving: false, address: "" });
      }
    }
  }

  /**
   * What a slice changed: of which Pod, and where among the changes of its endpoint.
   *
   * @param {ObjectRecord} slice
   */
  endpointsChangedBy(slice) {
    return [...this.pods.values()].flatMap((story) =>
      [...story.endpoints.values()].flatMap((changes) => {
        const at = changes.findIndex(({ record }) => record.id === slice.id);
        return at < 0 ? [] : [{ story, changes, at }];
      }),
    );
  }

  /**
   * Whether another of the Service's slices has the Pod: each holds a hundred.
   *
   * @param {string} namespace
   * @param {string} service
   * @param {string} pod
   */
  #isBehind(namespace, service, pod) {
    return [...this.slices].some(
      ([key, slice]) =>
        slice.service === service && key.startsWith(`${namespace}/`) && slice.named.has(pod),
    );
  }
}

/**
 * @template R
 * @param {Map<string, R[]>} map
 * @param {string} key
 * @param {R} record
 */
export function addTo(map, key, record) {
  const known = map.get(key);
  if (known) known.push(record);
  else map.set(key, [record]);
}

/**
 * @param {PodRecord} record
 * @returns {PodStory}
 */
function newStory(record) {
  const { uid, namespace, name } = record;
  const bornMs = millis(record);
  const endpoints = new Map();
  return {
    uid,
    namespace,
    name,
    bornMs,
    goneMs: null,
    updates: [],
    processes: [],
    events: [],
    logs: [],
    endpoints,
    foreseen: [],
  };
}

/**
 * The API server's own Service is in every cluster.
 *
 * @param {{namespace: string, name: string}} service
 */
export function isOwnService({ namespace, name }) {
  return namespace === "default" && name === "kubernetes";
}

/**
 * What a Pod is called where room is scarce: its name, or its last part if it was generated.
 *
 * @param {PodStory} story
 */
export function shortName({ name }) {
  const generated = /^.+-([a-z0-9]{5})$/.exec(name);
  return generated && name.length > 12 ? `…${generated[1]}` : name;
}

/**
 * The EndpointSlice controller names a slice after its Service, with a suffix.
 *
 * @param {string} slice
 */
function serviceOf(slice) {
  return slice.replace(/-[^-]*$/, "");
}

/**
 * @param {PodStory} story
 * @param {string} service
 * @param {ObjectRecord} record
 * @param {{state: EndpointState, serving: boolean, address: string}} endpoint
 */
function noteEndpoint(story, service, record, { state, serving, address }) {
  const changes = story.endpoints.get(service) ?? [];
  const last = changes.at(-1);
  if (last?.state === state && last.serving === serving) return;
  changes.push({
    atMs: millis(record),
    state,
    serving,
    address: address || last?.address || "",
    record,
  });
  story.endpoints.set(service, changes);
}
