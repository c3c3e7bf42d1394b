import assert from "node:assert/strict";
import { test } from "node:test";

import { waitsOf } from "../../../static/js/layout/why-not.js";
import { laneOf, spanSaid } from "../../../static/js/layout/bands.js";
import { conditions, container, running, RUNNING, started } from "../story.js";

const PROBE = { periodSeconds: 2, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 };
const SPEC = { containers: [{ name: "app", image: "web", readinessProbe: PROBE }] };
const READINESS = "probe/app/readiness";
const SCHEDULED = conditions({ PodScheduled: "True" });

test("a Pod that is ready waits for nothing", () => {
  const life = started();
  life.pod(2, { ...RUNNING, conditions: SCHEDULED });
  assert.deepEqual(waitsOf(life.story(), SPEC, 3000), []);
});

test("a gate and a filter of the scheduler wait for somebody else", () => {
  for (const [reason, message, words] of [
    ["SchedulingGated", "", "A *scheduling gate* holds the Pod until somebody removes it."],
    ["Unschedulable", "0/1 nodes fit.", "*No node fits*: 0/1 nodes fit."],
  ]) {
    const life = started();
    const condition = { type: "PodScheduled", status: "False", reason, message };
    life.pod(2, { conditions: [condition] });
    assert.deepEqual(waitsOf(life.story(), null, 3000), [{ text: words, band: null }]);
  }
});

test("what can be reckoned is told with its band, and only once", () => {
  const life = started();
  const band = { what: "ready", waitsFor: "probing", fromMs: 9000, toMs: 12_000, record: 4 };
  const about = { container: "app", probe: "readiness", result: "success" };
  life.pod(2, { conditions: SCHEDULED, containers: [container({ ...running, started: true })] });
  life.process(9, "probe", { probe: "readiness", bands: [{ ...band, ...about }] });
  const waits = waitsOf(life.story(), SPEC, 9500);
  assert.equal(waits.length, 1);
  assert.match(waits[0].text, /If its \*readiness probe\* succeeds from now on, app is ready/);
  assert.equal(spanSaid(waits[0].band), "between 9.00 s and 12.00 s");
  assert.equal(spanSaid(waits[0].band, 8000), "between 9.00 s and 12.00 s");
  assert.equal(spanSaid(waits[0].band, 9000), "by 12.00 s");
  assert.deepEqual(waitsOf(life.story(), SPEC, 8000), []);
});

test("a band without a latest second says so", () => {
  const said = spanSaid({ fromMs: 9000, toMs: null });
  assert.equal(said, "from 9.00 s on; no latest second is known");
});

test("each band lies on the lane of what it is about", () => {
  assert.equal(laneOf({ what: "restart", container: "app" }), "container/app");
  assert.equal(laneOf({ what: "ready", container: "app", probe: "readiness" }), READINESS);
  assert.equal(laneOf({ what: "removal" }), "phase");
});

test("a Pod that has to end says when SIGKILL comes", () => {
  const life = started();
  life.pod(10, { ...RUNNING, deletionTimestamp: 40, deletionGracePeriodSeconds: 30 });
  life.process(10.02, "grace", { until: 40.02 });
  const [wait] = waitsOf(life.story(), SPEC, 11_000);
  assert.match(wait.text, /40\.02 s gets \*SIGKILL\*/);
});

const waiting = (reason, message = "") =>
  container({ state: "waiting", reason, message, ready: false, started: false });
const ended = (exitCode, more = {}) =>
  container({ state: "terminated", reason: "Error", exitCode, ready: false, ...more });

for (const [name, update, told] of [
  ["a Pod that has Failed waits for nothing", { phase: "Failed", containers: [ended(1)] }, []],
  ["what has ended for good is not waited for", { containers: [ended(0)] }, []],
  [
    "an init container that failed holds the others up",
    { containers: [ended(1, { name: "setup", kind: "init" }), container()] },
    [/init container \*setup\* has to start/],
  ],
  [
    "what is missing for a container is told with the kubelet’s words",
    { containers: [waiting("CreateContainerConfigError", 'secret "db" not found')] },
    [/app can’t be started: \*secret "db" not found\*/],
  ],
  [
    "an image that must not be pulled is not tried again",
    { containers: [waiting("ErrImageNeverPull")] },
    [/must \*never\* be pulled\.$/],
  ],
  [
    "nothing is heard of the node",
    { ...RUNNING, conditions: conditions({ PodScheduled: "True", Ready: "False" }) },
    [/Nothing is heard of its \*node\*/],
  ],
]) {
  test(name, () => {
    const life = started();
    life.pod(2, { conditions: SCHEDULED, ...update });
    const waits = waitsOf(life.story(), SPEC, 3000);
    assert.equal(waits.length, told.length, JSON.stringify(waits));
    waits.forEach(({ text }, i) => assert.match(text, told[i]));
  });
}

test("a volume that can’t be mounted is told before there is a sandbox", () => {
  const life = started();
  const about = { type: "event", object: "Pod/web", namespace: "default", event_type: "Warning" };
  life.pod(2, { conditions: SCHEDULED });
  life.add(2.2, { ...about, reason: "FailedMount", message: 'configmap "nope" not found' });
  const [wait] = waitsOf(life.story(), SPEC, 3000);
  assert.match(wait.text, /A \*volume\* can’t be mounted: configmap "nope" not found/);
});

test("the grace of an earlier restart is not that of the deletion", () => {
  const life = started();
  life.process(5, "grace", { until: 35 });
  life.pod(10, { ...RUNNING, deletionTimestamp: 40, deletionGracePeriodSeconds: 30 });
  assert.match(waitsOf(life.story(), SPEC, 10_000)[0].text, /40\.00 s gets \*SIGKILL\*/);
});

test("a Pod of which nothing runs is kept by its finalizer alone", () => {
  for (const [finalizers, told] of [
    [["example.com/guard"], /a \*finalizer\* keeps it/],
    [undefined, /the API server \*removes\* it next/],
  ]) {
    const life = started();
    const deletion = { deletionTimestamp: 40, deletionGracePeriodSeconds: 30 };
    life.pod(10, { ...RUNNING, ...deletion, finalizers });
    life.process(11, "exit", { exitCode: 0 });
    life.pod(12, { ...deletion, phase: "Succeeded", finalizers });
    assert.match(waitsOf(life.story(), SPEC, 13_000)[0].text, told);
  }
});
