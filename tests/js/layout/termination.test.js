import assert from "node:assert/strict";
import { test } from "node:test";

import { endingAt, endingsOf, spent, unused } from "../../../static/js/layout/termination.js";
import { RUNNING, started } from "../story.js";

function deleted() {
  const life = started();
  life.pod(10, { ...RUNNING, deletionTimestamp: 40, deletionGracePeriodSeconds: 30 });
  return life;
}

function gone(life, t) {
  life.add(t, { type: "pod-deleted", namespace: "default", name: "web", uid: "uid-web" });
  return endingsOf(life.story()).at(-1);
}

test("hook, SIGTERM and exit are told in their order, from delete to gone", () => {
  const life = deleted();
  life.endpoints(10.01, { ready: false, serving: true, terminating: true });
  life.process(10.02, "grace", { until: 40.02 });
  life.process(10.02, "hook-start", { hook: "preStop" });
  life.process(14.02, "hook-end", { hook: "preStop", result: "success" });
  life.process(14.02, "signal", { signal: "TERM", until: 40.02 });
  life.process(16.02, "exit", { exitCode: 0 });
  life.process(16.1, "sandbox-stop", { container: undefined });
  const ending = gone(life, 17);
  assert.deepEqual(
    ending.messages.map(({ from, to, text }) => `${from} → ${to}: ${text}`),
    [
      "api → kubelet: marked for deletion: 30 s to end",
      "api → service: terminating: no new connections",
      "kubelet → container/app: preStop hook",
      "container/app → kubelet: hook over",
      "kubelet → container/app: SIGTERM",
      "container/app → kubelet: ends, exit 0",
      "kubelet → kubelet: takes down the sandbox",
      "kubelet → api: nothing runs: the Pod is removed",
    ],
  );
  assert.deepEqual(spent(ending.budgets[0]), ["4 s in its hook", "2 s after SIGTERM"]);
  assert.equal(unused(ending), 24_000);
});

test("a sidecar waits for the container that it serves, out of the same budget", () => {
  const life = deleted();
  life.process(10.02, "grace", { until: 40.02 });
  life.process(10.02, "signal", { signal: "TERM" });
  life.process(10.02, "grace", { until: 40.02, container: "proxy" });
  life.process(14.02, "exit", { exitCode: 0 });
  life.process(14.02, "signal", { signal: "TERM", container: "proxy" });
  life.process(15.02, "exit", { exitCode: 0, container: "proxy" });
  const ending = gone(life, 17);
  assert.deepEqual(
    ending.budgets.map((budget) => [budget.name, spent(budget)]),
    [
      ["app", ["4 s after SIGTERM"]],
      ["proxy", ["4 s waiting for app", "1 s after SIGTERM"]],
    ],
  );
});

test("a hook that uses everything up leaves the two-second floor", () => {
  const life = deleted();
  life.process(10.02, "grace", { until: 40.02 });
  life.process(10.02, "hook-start", { hook: "preStop" });
  life.process(40.02, "signal", { signal: "TERM", until: 42.02 });
  life.process(42.02, "signal", { signal: "KILL" });
  life.process(42.02, "exit", { exitCode: 137 });
  const ending = gone(life, 43);
  assert.deepEqual(spent(ending.budgets[0]), ["30 s in its hook", "2 s of the two-second floor"]);
  assert.equal(unused(ending), 0);
});

test("before the delete, the end of a run is what is shown", () => {
  const life = started();
  life.process(5, "grace", { until: 10 });
  life.process(5, "signal", { signal: "TERM" });
  life.process(6, "exit", { exitCode: 143 });
  life.pod(20, { ...RUNNING, deletionTimestamp: 50, deletionGracePeriodSeconds: 30 });
  const endings = endingsOf(life.story());
  assert.deepEqual(
    endings.map(({ deletion }) => deletion),
    [false, true],
  );
  assert.equal(endingAt(endings, 12), endings[0]);
  assert.equal(endingAt(endings, 21_000), endings[1]);
  assert.equal(endingAt([], 0), null);
});
