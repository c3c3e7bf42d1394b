/** Short ways to write the records of a Pod's life, for tests. */

import { History } from "../../static/js/layout/history.js";

export const UID = "uid-web";

/** Counts ids and puts in what every record has. */
export class Telling {
  constructor() {
    this.records = [];
  }

  /** @returns the record, so that others can name it as their cause */
  add(t, fields) {
    const record = { id: this.records.length + 1, t, cause: 0, rule: "", fields: [], ...fields };
    this.records.push(record);
    return record;
  }

  pod(t, fields = {}) {
    return this.add(t, { type: "pod", ...POD, ...fields });
  }

  process(t, what, fields = {}) {
    const about = { namespace: "default", pod: "web", uid: UID, container: "app" };
    return this.add(t, { type: "process", what, ...about, ...fields });
  }

  input(t, line) {
    return this.add(t, { type: "input", line, ok: true, output: "" });
  }

  endpoints(t, fields, more = {}) {
    const endpoint = { pod: "web", addresses: ["10.244.0.2"], serving: fields.ready, ...fields };
    const about = { kind: "EndpointSlice", namespace: "default", name: "shop-abc12" };
    return this.add(t, {
      type: "object",
      verb: "modified",
      ...about,
      endpoints: [endpoint],
      ...more,
    });
  }

  history() {
    const history = new History();
    history.append(this.records);
    return history;
  }

  /** The story of the Pod. */
  story() {
    return this.history().pods.get(UID);
  }
}

export function container(fields = {}) {
  const waiting = { state: "waiting", reason: "ContainerCreating", ready: false, started: false };
  return { name: "app", kind: "app", restartCount: 0, exitCode: null, ...waiting, ...fields };
}

export const running = { state: "running", reason: null };
export const ready = { ...running, ready: true, started: true };

export function conditions(values) {
  return Object.entries(values).map(([type, status]) => ({ type, status, reason: null }));
}

const POD = {
  namespace: "default",
  name: "web",
  uid: UID,
  phase: "Pending",
  conditions: [],
  containers: [container()],
  nodeName: "node1",
  creationTimestamp: 0,
  deletionTimestamp: null,
  ready_column: "0/1",
  status_column: "ContainerCreating",
  restarts_column: "0",
  lastRestartAt: null,
};

export const RUNNING = {
  phase: "Running",
  containers: [container(ready)],
  conditions: conditions({ Ready: "True" }),
  ready_column: "1/1",
  status_column: "Running",
};

/** Created at 0, running and ready from 1 s on. */
export function started() {
  const telling = new Telling();
  telling.pod(0);
  const start = telling.process(0.98, "start", { attempt: 0 });
  telling.pod(1, { ...RUNNING, cause: start.id });
  return telling;
}
