import assert from "node:assert/strict";
import test from "node:test";

import { actionsFor } from "../../static/js/layout/actions.js";

const container = (/** @type {string} */ name, /** @type {any} */ state) => ({
  name,
  kind: /** @type {const} */ ("app"),
  state,
  restartCount: 0,
  ready: state === "running",
});

const pod = (/** @type {object} */ more = {}) => ({
  ...{
    id: 1,
    t: 0,
    type: /** @type {const} */ ("pod"),
    uid: "u",
    conditions: [],
    phase: "Running",
  },
  ...{ ready_column: "1/1", status_column: "Running", restarts_column: "0" },
  ...{ namespace: "default", name: "web", containers: [container("app", "running")] },
  ...more,
});

const lines = (/** @type {import("../../static/js/layout/actions.js").Subject} */ subject) =>
  actionsFor(subject).map((action) => action.line);

test("a Pod can be deleted with grace and by force", () => {
  const found = lines({ pod: pod(), probes: [], broken: [] });
  assert.ok(found.includes("kubectl delete pod web"));
  assert.ok(found.includes("kubectl delete pod web --grace-period=0 --force"));
});

test("only running containers have a process to kill", () => {
  const containers = [container("app", "running"), container("job", "terminated")];
  const found = lines({ pod: pod({ containers }), probes: [], broken: [] });
  assert.ok(found.includes("kill web -c app --signal=KILL"));
  assert.ok(!found.some((line) => line.includes("job")));
});

test("a broken probe can recover, and is not broken twice", () => {
  const probes = [{ container: "app", probe: "readiness" }];
  const whole = lines({ pod: pod(), probes, broken: [] });
  assert.ok(whole.includes("fault probe web -c app readiness fail"));
  const faulted = lines({ pod: pod(), probes, broken: probes });
  assert.deepEqual(
    faulted.filter((line) => line.startsWith("fault probe")),
    ["fault probe web -c app readiness clear"],
  );
});

test("the namespace is named where it is not the default one, the node where there is one", () => {
  const found = lines({
    pod: pod({ namespace: "shop", nodeName: "node1" }),
    probes: [],
    broken: [],
  });
  assert.ok(found.includes("kubectl delete pod web -n shop"));
  assert.ok(found.includes("kubelet stop node1"));
  assert.ok(!lines({ pod: pod(), probes: [], broken: [] }).some((line) => line.includes("node")));
});

test("what is in force is not offered again, images and the node's machine are", () => {
  const subject = { pod: pod({ nodeName: "node1" }), probes: [], broken: [], images: ["nginx:1"] };
  const found = lines(subject);
  for (const line of [
    "image denied nginx:1",
    "fault process web -c app hang",
    "kill web -c app --exit-code=1",
    "node down node1",
    "fault runtime node1 slow",
    "fault registry docker.io down",
  ]) {
    assert.ok(found.includes(line), line);
  }
  const faults = ["fault process web -c app hang", "image denied nginx:1"];
  const left = lines({ ...subject, faults });
  assert.deepEqual(
    found.filter((line) => !left.includes(line)),
    faults,
  );
});
