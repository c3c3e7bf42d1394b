import assert from "node:assert/strict";
import { test } from "node:test";

import { backoffBand, probeBand, waitsOf } from "../../../static/js/layout/why-not.js";
import { conditions, container, running, RUNNING, started } from "../story.js";

const PROBE = { periodSeconds: 2, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 };
const SPEC = { containers: [{ name: "app", image: "web", readinessProbe: PROBE }] };
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

test("a readiness probe can succeed from the next second of its period on", () => {
  const life = started();
  life.pod(2, { conditions: SCHEDULED, containers: [container({ ...running, started: true })] });
  life.process(9, "probe", { probe: "readiness", result: "failure", count: 3, threshold: 3 });
  const [wait] = waitsOf(life.story(), SPEC, 9500);
  assert.match(wait.text, /readiness probe.*12\.00 s/);
  assert.deepEqual(wait.band, { fromMs: 9000, toMs: 12_000 });
});

test("successes that are there already are not waited for again", () => {
  const probe = { ...PROBE, successThreshold: 3 };
  const success = { t: 9, result: "success", count: 1 };
  assert.deepEqual(probeBand(probe, [success], 0), { fromMs: 11_000, toMs: 14_000 });
});

test("no probe is asked before its initial delay is over", () => {
  const band = probeBand({ ...PROBE, initialDelaySeconds: 5 }, [], 1000);
  assert.deepEqual(band, { fromMs: 6000, toMs: 9000 });
});

test("a back-off ends no earlier than it says and late by half a minute at most", () => {
  assert.deepEqual(backoffBand({ t: 10, until: 20 }), { fromMs: 20_000, toMs: 28_000 });
  assert.deepEqual(backoffBand({ t: 10, until: 310 }), { fromMs: 310_000, toMs: 343_000 });
});

test("a Pod that has to end says when SIGKILL comes", () => {
  const life = started();
  life.pod(10, { ...RUNNING, deletionTimestamp: 40, deletionGracePeriodSeconds: 30 });
  life.process(10.02, "grace", { until: 40.02 });
  const [wait] = waitsOf(life.story(), SPEC, 11_000);
  assert.match(wait.text, /40\.02 s gets \*SIGKILL\*/);
});
