/** What one update of a Pod changes for those who watch it. */

/**
 * @typedef {import("../wire/records.js").PodRecord} PodRecord
 * @typedef {import("../wire/records.js").ContainerStatus} ContainerStatus
 */

/**
 * @typedef {{kind: "created"}
 *   | {kind: "phase", from: string, to: string}
 *   | {kind: "condition", type: string, from: string, to: string, reason: string,
 *      message: string}
 *   | {kind: "container", name: string, from: ContainerStatus | null, to: ContainerStatus}
 *   | {kind: "deletion", graceSeconds: number}
 *   | {kind: "node", to: string}
 *   | {kind: "status", from: string, to: string}
 *   | {kind: "ready", from: string, to: string}
 *   | {kind: "restarts", from: string, to: string}} Change
 */

/**
 * @param {PodRecord | null} before
 * @param {PodRecord} after
 * @returns {Change[]}
 */
export function changesOf(before, after) {
  return [
    .../** @type {Change[]} */ (before ? [] : [{ kind: "created" }]),
    ...deletion(before, after),
    ...value("phase", before?.phase ?? "", after.phase),
    ...conditions(before, after),
    ...containers(before, after),
    .../** @type {Change[]} */ (
      after.nodeName && !before?.nodeName ? [{ kind: "node", to: after.nodeName }] : []
    ),
    ...value("status", before?.status_column ?? "", after.status_column),
    ...value("ready", before?.ready_column ?? "", after.ready_column),
    ...value("restarts", before?.restarts_column ?? "", after.restarts_column),
  ];
}

/**
 * @param {"phase" | "status" | "ready" | "restarts"} kind
 * @param {string} from
 * @param {string} to
 * @returns {Change[]}
 */
function value(kind, from, to) {
  return from === to ? [] : [{ kind, from, to }];
}

/**
 * @param {PodRecord | null} before
 * @param {PodRecord} after
 * @returns {Change[]}
 */
function deletion(before, after) {
  if (after.deletionTimestamp == null || before?.deletionTimestamp != null) return [];
  return [{ kind: "deletion", graceSeconds: after.deletionGracePeriodSeconds ?? 0 }];
}

/**
 * @param {PodRecord | null} before
 * @param {PodRecord} after
 * @returns {Change[]}
 */
function conditions(before, after) {
  return after.conditions.flatMap((condition) => {
    const from = before?.conditions.find((c) => c.type === condition.type)?.status ?? "";
    if (from === condition.status) return [];
    const { type, status: to, reason, message } = condition;
    return [{ kind: "condition", type, from, to, reason: reason ?? "", message: message ?? "" }];
  });
}

/**
 * @param {PodRecord | null} before
 * @param {PodRecord} after
 * @returns {Change[]}
 */
function containers(before, after) {
  return after.containers.flatMap((to) => {
    const from = before?.containers.find((c) => c.name === to.name) ?? null;
    return from && sameState(from, to) ? [] : [{ kind: "container", name: to.name, from, to }];
  });
}

/**
 * @param {ContainerStatus} a
 * @param {ContainerStatus} b
 */
function sameState(a, b) {
  return (
    a.state === b.state &&
    (a.reason ?? "") === (b.reason ?? "") &&
    a.restartCount === b.restartCount &&
    a.ready === b.ready &&
    (a.exitCode ?? null) === (b.exitCode ?? null)
  );
}
