/**
 * What the server sends: the records of a trace and the frames that carry them, as types.
 * Times are seconds of simulated time with three decimals, except where a name ends in `Ms`.
 */

/**
 * @typedef {object} RecordBase
 * @property {number} id          counts from 1 along a branch
 * @property {number} t           seconds
 * @property {number} [cause]     id of the record that led here; 0 or absent where a story begins
 * @property {string} [rule]      the rule of Kubernetes that made it so
 * @property {string[]} [fields]  paths in the Pod's manifest that decided it
 * @property {Band[]} [bands]     what is to be expected of its Pod from here on, if that changed
 */

/**
 * @typedef {object} Band   something comes between two moments, as far as it can be known
 * @property {"restart" | "ready" | "unready" | "started" | "removal"} what
 * @property {"backoff" | "ended" | "ending" | "failing" | "probing" | "deleted"} waitsFor
 * @property {number} fromMs
 * @property {number | null} toMs   null where no latest second is known
 * @property {number} record        id of the record that it follows from
 * @property {string} [container]
 * @property {string} [probe]       it comes if all results of that probe from now on are `result`
 * @property {"success" | "failure"} [result]
 */

/**
 * @typedef {object} Condition
 * @property {string} type
 * @property {string} status
 * @property {string | null} [reason]
 * @property {string | null} [message]
 */

/**
 * @typedef {object} ContainerStatus
 * @property {string} name
 * @property {"init" | "sidecar" | "app" | "ephemeral"} kind
 * @property {"waiting" | "running" | "terminated"} state
 * @property {string | null} [reason]
 * @property {string | null} [message]
 * @property {number | null} [exitCode]
 * @property {number} restartCount
 * @property {boolean} ready
 * @property {boolean | null} [started]
 */

/**
 * @typedef {RecordBase & {
 *   type: "pod", namespace: string, name: string, uid: string, phase: string,
 *   reason?: string | null, message?: string | null, conditions: Condition[],
 *   containers: ContainerStatus[], nodeName?: string | null, podIP?: string | null,
 *   qosClass?: string | null, deletionTimestamp?: number | null,
 *   deletionGracePeriodSeconds?: number | null, ready_column: string, status_column: string,
 *   restarts_column: string, creationTimestamp?: number | null, lastRestartAt?: number | null,
 *   owner?: string | null, revision?: string, finalizers?: string[],
 * }} PodRecord   `revision`: of a StatefulSet's or DaemonSet's template
 */

/**
 * @typedef {RecordBase & {
 *   type: "pod-deleted", namespace: string, name: string, uid: string,
 * }} PodDeletedRecord
 */

/**
 * @typedef {RecordBase & {
 *   type: "event", object: string, namespace: string, event_type: "Normal" | "Warning",
 *   reason: string, message: string, count: number, source?: string, fieldPath?: string | null,
 * }} EventRecord
 */

/**
 * @typedef {{pod: string, addresses: string[], ready: boolean, serving: boolean,
 *   terminating: boolean}} Endpoint
 * @typedef {RecordBase & {
 *   type: "object", kind: string, namespace: string, name: string,
 *   verb: "added" | "modified" | "deleted", status?: Record<string, any> | null,
 *   columns?: Record<string, any> | null, endpoints?: Endpoint[] | null,
 *   owner?: string | null, revision?: string,
 * }} ObjectRecord   `revision`: as a Deployment numbers its ReplicaSets
 */

/**
 * @typedef {RecordBase & {
 *   type: "process", what: string, namespace: string, pod: string, uid: string,
 *   container?: string, attempt?: number, exitCode?: number | null, signal?: string,
 *   hook?: string, probe?: string, handler?: string, result?: string, message?: string,
 *   image?: string, until?: number | null, count?: number, threshold?: number,
 * }} ProcessRecord
 */

/**
 * @typedef {RecordBase & {
 *   type: "input", line: string, ok: boolean, output: string,
 * }} InputRecord
 */

/**
 * @typedef {RecordBase & {
 *   type: "printed", line: string, ok: boolean, text: string,
 * }} PrintedRecord   what a command that goes on prints later; `line` is the command
 */

/**
 * @typedef {RecordBase & {
 *   type: "log", namespace: string, pod: string, uid?: string, container: string,
 *   attempt: number, stream: string, text: string,
 * }} LogRecord
 */

/**
 * @typedef {RecordBase & {
 *   type: "traffic", what: "start" | "second" | "learn" | "stop", namespace: string,
 *   service: string, rps: number, via: string, counts: Record<string, number>,
 *   totals: Record<string, number>, retried: number, entry: string, pods: string[],
 *   lost: {outcome: string, pod: string, count: number, from: number, to: number}[],
 * }} TrafficRecord   `counts` by outcome: answered, refused, reset, timed-out, 502 …
 */

/**
 * @typedef {PodRecord | PodDeletedRecord | EventRecord | ObjectRecord | ProcessRecord
 *   | InputRecord | PrintedRecord | LogRecord | TrafficRecord} WireRecord
 */

/**
 * @typedef {{at_ms: number, title: string}} Chapter
 * @typedef {object} Scenario
 * @property {string} title
 * @property {string} [summary]
 * @property {number | null} [question]
 * @property {string} manifests
 * @property {{at_ms: number, do: string, manifest?: string}[]} [script]
 * @property {number} [seed]
 * @property {string} kubernetes
 * @property {Chapter[]} [chapters]
 * @property {number | null} [until_ms]
 * @property {Record<string, any>} [assumptions]
 * @property {{text: string, at_ms?: number, when?: string, about?: string}[]} [narration]
 * @property {string[]} [claims]
 * @property {LessonTexts} [lesson]
 * @property {Record<string, Record<string, string>>} [translations]
 */

/**
 * @typedef {object} LessonTexts
 * @property {string} [saying]
 * @property {"" | "right" | "half" | "wrong" | "outdated"} [verdict]
 * @property {string} [truth]
 * @property {object[]} [questions]
 * @property {string[]} [goal]
 * @property {string} [task]
 * @property {string[]} [hints]
 * @property {string} [fixed]
 */

/**
 * @typedef {{name: string, states: string[], edges: [string, string][]}} Chart
 * @typedef {{at_ms: number, do: string, by?: string, manifest?: string}} BranchInput
 * @typedef {{id: number, parent: number | null, fork_ms: number, name: string,
 *   inputs: BranchInput[]}} Branch   its own inputs only
 * @typedef {{playing: boolean, speed: number, atMs: number, serverTime: number}} Playback
 * @typedef {{document: number, line: number, fields: Record<string, number[]>}} ObjectPositions
 * @typedef {Record<string, ObjectPositions>} Positions   by "Pod/default/web"
 */

/**
 * @typedef {object} Honesty   how much of the manifests is played
 * @property {number} simulated      fields
 * @property {{document: number, path: string, line: number, lacks: string}[]} simplified   those
 *   with a part of their effect
 * @property {number} notSimulated
 * @property {number} assumed
 * @property {{document: number, path: string, line: number}[]} fields   those not simulated
 * @property {{document: number, path: string, line: number, since: string}[]} [unknown]   those
 *   that this version of Kubernetes drops, and which one knows them
 * @property {{line: number, container: string, subject: string, assumption: string,
 *   text: string}[]} assumptions   `text` is all that is assumed of the container
 * @property {{kind: string, name: string, line: number, manifest: string}[]} missing   objects
 *   that the manifest refers to and does not bring
 */

/**
 * @typedef {{atMs: number | null, record: number | null, subject: string}} Pointer
 * @typedef {{type: "opened", token: string, host: boolean, locked: boolean, scenario: Scenario,
 *   charts: Chart[], branches: Branch[], branch: number, playback: Playback, serverTime: number,
 *   positions: Positions, edition: string, honesty?: Honesty}} OpenedFrame
 * @typedef {{type: "trace", branch: number, from: number, records: WireRecord[],
 *   horizonMs: number, ended: boolean}} TraceFrame
 * @typedef {{type: "playback", branch: number} & Playback} PlaybackFrame
 * @typedef {{type: "branches", branches: Branch[]}} BranchesFrame   those that are new or changed
 * @typedef {{type: "branch", branch: number}} BranchFrame
 * @typedef {{type: "answer", ask: number, text: string}} AnswerFrame
 * @typedef {{type: "refused", ask?: number, message: string, remedy?: string,
 *   kind?: "locked"}} RefusedFrame
 * @typedef {{type: "followers", count: number, following: number}} FollowersFrame
 * @typedef {{type: "rights", host: boolean, locked: boolean}} RightsFrame
 * @typedef {{type: "pointer", pointer: Pointer | null}} PointerFrame
 * @typedef {{type: "altered"}} AlteredFrame   an older podviz played this differently
 * @typedef {{type: "poll", question: import("../teaching/words.js").Question | null,
 *   counts?: number[], right?: number | null}} PollFrame   a question to the class
 * @typedef {PollFrame | OpenedFrame | TraceFrame | PlaybackFrame | BranchesFrame | BranchFrame
 *   | AnswerFrame
 *   | RefusedFrame | FollowersFrame | RightsFrame | PointerFrame | AlteredFrame} Frame
 */

/** @typedef {{do: string, [name: string]: unknown}} Message   from the browser */

/** @param {{t: number}} record */
export function millis(record) {
  return Math.round(record.t * 1000);
}
