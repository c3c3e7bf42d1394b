import assert from "node:assert/strict";
import { test } from "node:test";

import { LONGEST } from "../../../static/js/layout/happenings.js";
import { announcement, sentenceOf } from "../../../static/js/layout/sentence.js";
import { stepsOf } from "../../../static/js/layout/steps.js";
import { conditions, container, running, RUNNING, started, Telling } from "../story.js";

function lastSentence(telling) {
  const history = telling.history();
  const step = stepsOf(history).at(-1);
  return { step, ...sentenceOf(step, history) };
}
const lines = (telling) => {
  const { happened, changes } = lastSentence(telling);
  return [happened, changes];
};

const NOT_READY = {
  ...RUNNING,
  containers: [container(running)],
  conditions: conditions({ Ready: "False" }),
  ready_column: "0/1",
};
const failure = (probe, count, threshold) => ({ probe, result: "failure", count, threshold });

/** @type {[string, (telling: Telling) => void, [string, string]][]} */
const GONE = { type: "pod-deleted", namespace: "default", name: "web", uid: "uid-web" };
const REFUSED = {
  event_type: "Warning",
  reason: "FailedMount",
  message: 'MountVolume.SetUp failed for volume "c" : configmap "nope" not found',
};

const MOMENTS = [
  ["the start", () => {}, ["app has started:", "the Pod is Ready"]],
  [
    "a probe that fails once of three times",
    (life) => life.process(9, "probe", failure("readiness", 1, 3)),
    ["Readiness probe failed, 1 of 3:", "nothing changes yet"],
  ],
  [
    "the last failure but one of a liveness probe",
    (life) => life.process(9, "probe", failure("liveness", 2, 3)),
    ["Liveness probe failed, 2 of 3:", "one more and app is killed"],
  ],
  [
    "a Pod that leaves its Service",
    (life) => {
      life.endpoints(1.4, { ready: true, terminating: false });
      const probe = life.process(9, "probe", failure("readiness", 3, 3));
      const pod = life.pod(9.02, { ...NOT_READY, cause: probe.id });
      life.endpoints(9.03, { ready: false, terminating: false }, { cause: pod.id });
    },
    ["Readiness probe failed three times:", "the Pod leaves the Service"],
  ],
  [
    "a delete",
    (life) => {
      const input = life.input(9, "kubectl delete pod web");
      const fields = { deletionTimestamp: 39, deletionGracePeriodSeconds: 30, cause: input.id };
      life.pod(9, { ...RUNNING, ...fields, status_column: "Terminating" });
    },
    ["kubectl delete pod web:", "the Pod has 30 s to end"],
  ],
  [
    "SIGTERM with grace running",
    (life) => {
      life.process(9, "grace", { until: 15 });
      life.process(11.6, "signal", { signal: "TERM" });
    },
    ["app gets SIGTERM:", "3.4 s of grace are left"],
  ],
  [
    "an end before a restart with back-off",
    (life) => {
      life.process(9, "exit", { exitCode: 1 });
      life.process(9.2, "backoff", { until: 19 });
      life.records.splice(-1, 1, { ...life.records.at(-1), t: 9.5 });
    },
    ["app may not start at once:", "it waits 9.5 s"],
  ],
  [
    "a Pod that is gone",
    (life) => {
      life.process(8, "exit", { exitCode: 0 });
      life.add(9, GONE);
    },
    ["Nothing of it is left:", "the Pod is gone"],
  ],
  [
    "a Pod that is removed though it runs",
    (life) => life.add(9, GONE),
    ["Its node may still run it:", "the Pod is gone"],
  ],
  [
    "a restart after an end at the same instant",
    (life) => {
      const exit = life.process(9, "exit", { exitCode: 3 });
      life.process(9.1, "start", { attempt: 1, cause: exit.id });
    },
    ["app has ended with exit code 3:", "restart 1 of app"],
  ],
  [
    "a command beside something that has nothing to do with it",
    (life) => {
      life.input(9, "kubectl label pod web a=b");
      life.process(9.05, "exit", { exitCode: 3 });
    },
    ["kubectl label pod web a=b:", "nothing changes yet"],
  ],
  [
    "the reason behind what every refusal begins with",
    (life) => life.add(9, { type: "event", object: "Pod/web", namespace: "default", ...REFUSED }),
    ["The API says FailedMount:", 'configmap "nope" not found'],
  ],
  [
    "a restart that leaves the Service for a blink",
    (life) => {
      life.endpoints(1.4, { ready: true, terminating: false });
      const start = life.process(9, "start", { attempt: 1 });
      life.endpoints(9.01, { ready: false, terminating: false }, { cause: start.id });
      life.endpoints(9.05, { ready: true, terminating: false }, { cause: start.id });
    },
    ["app has started again:", "restart 1 of app"],
  ],
  [
    "a command that is too long to be told",
    (life) => life.input(9, `kubectl exec web -- sh -c "${"true; ".repeat(20)}"`),
    ['kubectl exec web -- sh -c "true; true…:', "nothing changes yet"],
  ],
];

for (const [name, live, told] of MOMENTS) {
  test(`${name} is told in two short lines`, () => {
    const life = started();
    live(life);
    assert.deepEqual(lines(life), told);
    for (const line of told) assert.ok(line.length <= LONGEST);
  });
}

test("an init container's end says whose turn it is", () => {
  const life = new Telling();
  const containers = [container({ name: "setup", kind: "init" }), container()];
  life.pod(0, { containers });
  life.process(1, "start", { container: "setup" });
  life.process(3, "exit", { container: "setup", exitCode: 0 });
  assert.deepEqual(lines(life), ["setup has ended with exit code 0:", "app may start"]);
});

test("among several Pods the sentence says which", () => {
  const life = started();
  life.pod(2, { name: "other", uid: "uid-other" });
  life.pod(3, { ...RUNNING, name: "other", uid: "uid-other" });
  assert.deepEqual(lines(life), ["Every container is ready:", "Pod other is Ready"]);
});

test("a step is read out with its time", () => {
  const { step, ...sentence } = lastSentence(started());
  assert.equal(announcement(step, sentence), "1.00 s. app has started: the Pod is Ready");
});

test("the wait before a restart is the kubelet's last word", () => {
  const life = started();
  const end = life.process(5, "exit", { exitCode: 1 });
  life.process(5, "backoff", { until: 5.1 });
  life.process(5.4, "backoff", { until: 25 });
  life.process(31, "start", { attempt: 1 });
  const history = life.history();
  const step = stepsOf(history).find(({ records }) => records.some(({ id }) => id === end.id));
  assert.equal(sentenceOf(step, history).changes, "it starts again in 20 s");
});

test("a container that is killed because nothing in it took SIGTERM is told with that", () => {
  const told = (result) => {
    const life = started();
    const term = life.process(9, "signal", { signal: "TERM" });
    const kill = life.process(39, "signal", { signal: "KILL", cause: term.id, result });
    life.process(39, "exit", { exitCode: 137, cause: kill.id });
    const history = life.history();
    return sentenceOf(stepsOf(history).at(-1), history).happened;
  };
  assert.equal(told("ignored"), "SIGKILL, as PID 1 of app ignored SIGTERM:");
  assert.equal(told(""), "app has ended with exit code 137:");
});
