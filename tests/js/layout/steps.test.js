import assert from "node:assert/strict";
import { test } from "node:test";

import { sentenceOf } from "../../../static/js/layout/sentence.js";
import { neighbour, stepAt, stepsOf } from "../../../static/js/layout/steps.js";
import { container, running, RUNNING, started } from "../story.js";

const times = (telling) => stepsOf(telling.history()).map(({ atMs }) => atMs);

test("what happens at one instant is one step, at the time of its last record", () => {
  const telling = started();
  telling.process(5, "probe", { probe: "readiness", result: "failure", count: 1, threshold: 1 });
  telling.pod(5.02, { ...RUNNING, containers: [container(running)], ready_column: "0/1" });
  telling.endpoints(5.03, { ready: false, terminating: false });
  assert.deepEqual(times(telling), [0, 1000, 5030]);
});

test("a command begins a step of its own", () => {
  const telling = started();
  telling.process(5, "signal", { signal: "TERM" });
  telling.input(5, "kubectl delete pod web");
  assert.deepEqual(times(telling), [0, 1000, 5000, 5000]);
});

test("a probe that says the same again is no step", () => {
  const telling = started();
  const probe = { probe: "readiness", result: "success", threshold: 1 };
  [3, 5, 7].forEach((t, i) => telling.process(t, "probe", { ...probe, count: i + 1 }));
  assert.deepEqual(times(telling), [0, 1000, 3000]);
});

test("failures are steps until the threshold is reached", () => {
  const telling = started();
  const probe = { probe: "liveness", result: "failure", threshold: 2 };
  [3, 5, 7].forEach((t, i) => telling.process(t, "probe", { ...probe, count: i + 1 }));
  assert.deepEqual(times(telling), [0, 1000, 3000, 5000]);
});

test("an update that changes nothing that is shown is no step", () => {
  const telling = started();
  telling.pod(4, RUNNING);
  assert.deepEqual(times(telling), [0, 1000]);
});

test("neighbours are found from on a step and from between two", () => {
  const telling = started();
  telling.input(5, "kubectl get pods");
  const steps = stepsOf(telling.history());
  assert.equal(neighbour(steps, 1000, 1), 5000);
  assert.equal(neighbour(steps, 1000, -1), 0);
  assert.equal(neighbour(steps, 3000, -1), 1000);
  assert.equal(neighbour(steps, 5000, 1), null);
});

test("a step is under way from its first record on", () => {
  const telling = started();
  const steps = stepsOf(telling.history());
  assert.equal(stepAt(steps, -1), null);
  assert.equal(stepAt(steps, 979), steps[0]);
  assert.equal(stepAt(steps, 980), steps[1]);
});

test("what the API and the kubelet say again is no step", () => {
  const life = started();
  const event = (t, message, reason = "FailedCreate") =>
    life.add(t, {
      type: "event",
      object: "ReplicaSet/web",
      namespace: "default",
      event_type: "Warning",
      reason,
      message,
    });
  const before = stepsOf(life.history()).length;
  event(5, 'pods "web-abcde" is forbidden');
  event(6, 'pods "web-xyz12" is forbidden');
  event(7, '(combined from similar events): pods "web-99999" is forbidden');
  event(8, "Error: ImagePullBackOff", "Failed");
  event(9, "Error: another", "Failed");
  life.process(12, "backoff", { until: 22 });
  life.process(13, "backoff", { until: 22 });
  life.process(30, "backoff", { until: 50 });
  assert.equal(stepsOf(life.history()).length - before, 4);
});

test("what a new attempt comes to is told with it, in the same words again", () => {
  const life = started();
  const about = { type: "event", object: "Pod/web", namespace: "default", event_type: "Warning" };
  const message = 'Error: configmap "nope" not found';
  for (const t of [5, 9]) {
    life.process(t, "pull-end", { result: "success" });
    life.add(t + 0.01, { ...about, reason: "Failed", message });
  }
  const history = life.history();
  const told = stepsOf(history).map((step) => sentenceOf(step, history).changes);
  assert.deepEqual(told.slice(-2), [message, message]);
});
