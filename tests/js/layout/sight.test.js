import assert from "node:assert/strict";
import { test } from "node:test";

import { arranged, groupsOf, inOrder, movedBy } from "../../../static/js/layout/arrange.js";
import { Scale, ticks } from "../../../static/js/layout/axis.js";
import { branchLanes } from "../../../static/js/layout/branch-lanes.js";
import { cut } from "../../../static/js/layout/cut.js";
import { idleOf, skippedSaid } from "../../../static/js/layout/idle.js";
import { lanesOf } from "../../../static/js/layout/lanes.js";
import { tableOf } from "../../../static/js/layout/tabular.js";
import { container, started, UID } from "../story.js";

const MINUTES_MS = 400_000;

function lanes() {
  const telling = started();
  telling.process(3, "probe", { probe: "liveness", result: "success", count: 1, threshold: 1 });
  const exit = telling.process(20, "exit", { exitCode: 1 });
  const waiting = { state: "waiting", reason: "CrashLoopBackOff" };
  telling.pod(20.1, { cause: exit.id, containers: [container(waiting)] });
  telling.process(20.1, "backoff", { until: 320 });
  telling.process(330, "start", { attempt: 1 });
  const history = telling.history();
  return lanesOf(history.pods.get(UID), history, MINUTES_MS);
}
const keys = (found) => found.map(({ key }) => key);

test("a folded group shows the lane that says most", () => {
  const folded = arranged(lanes(), { folded: ["pod", "container/app"], order: [] });
  assert.deepEqual(keys(folded), ["status", "condition/Ready", "container/app", "events"]);
});

test("groups change places, and what was never moved stays where it was", () => {
  const groups = groupsOf(lanes(), { folded: [], order: [] }).map(({ key }) => key);
  assert.deepEqual(groups, ["pod", "conditions", "container/app", "events"]);
  const order = movedBy(groups, "container/app", -1);
  assert.deepEqual(order, ["pod", "container/app", "conditions", "events"]);
  assert.equal(keys(arranged(lanes(), { folded: [], order }))[2], "container/app");
  assert.deepEqual(movedBy(groups, "pod", -1), groups);
  assert.deepEqual(inOrder(["a", "b", "c"], ["c", "gone", "a"]), ["c", "b", "a"]);
});

test("where nothing happens for long the axis skips, and says what it skips", () => {
  const [first, ...others] = idleOf(lanes(), MINUTES_MS);
  assert.ok(first.fromMs > 20_000 && first.toMs < 330_000 && first.toMs - first.fromMs > 250_000);
  assert.ok(others.every(({ fromMs }) => fromMs >= 320_000));
  assert.match(skippedSaid(first, lanes()), /^… \d+ min.* of back-off …$/);
});

test("a scale that skips comes back from place to time", () => {
  const scale = new Scale({ fromMs: 0, toMs: 100_000 }, 100, 1100, [
    { fromMs: 20_000, toMs: 80_000 },
  ]);
  assert.equal(scale.x(100_000), 1100);
  assert.equal(scale.x(80_000) - scale.x(20_000), scale.skipWidth);
  for (const ms of [0, 10_000, 20_000, 50_000, 80_000, 99_000]) {
    assert.ok(Math.abs(scale.ms(scale.x(ms)) - ms) < 1e-6, `${ms}`);
  }
  assert.deepEqual(
    ticks(scale, 60).filter(({ ms }) => ms > 20_000 && ms < 80_000),
    [],
  );
});

test("a lane keeps what is in sight and one mark on each side of it", () => {
  const marks = Array.from({ length: 1000 }, (_, i) => ({ kind: "passed", atMs: i * 1000 }));
  const [lane] = lanes();
  const near = cut({ ...lane, marks }, { fromMs: 100_500, toMs: 103_500 });
  assert.deepEqual(
    near.marks.map(({ atMs }) => atMs / 1000),
    [100, 101, 102, 103, 104],
  );
});

test("the table tells everything in the order of time", () => {
  const rows = tableOf(lanes(), { fromMs: 0, toMs: MINUTES_MS });
  const times = rows.map(({ fromMs }) => fromMs);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  assert.ok(
    rows.some(({ lane, text }) => lane === "app, liveness probe" && /succeeded/.test(text)),
  );
  assert.ok(tableOf(lanes(), { fromMs: 0, toMs: 10_000 }).length < rows.length);
});

test("each branch is a line from where it began; one alone is none", () => {
  const root = { id: 1, parent: null, fork_ms: 0, name: "The scenario", inputs: [] };
  const other = { id: 2, parent: 1, fork_ms: 5000, name: "delete", inputs: [] };
  assert.deepEqual(branchLanes([root], 1, 60_000), []);
  const [, line] = branchLanes([root, other], 2, 60_000);
  assert.deepEqual([line.kind, line.segments[0].fromMs], ["branch", 5000]);
  assert.equal(line.segments[0].label, "delete, from 5.00 s on");
});
