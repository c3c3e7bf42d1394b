import assert from "node:assert/strict";
import { test } from "node:test";

import { containersOf, lanesOf } from "../../../static/js/layout/lanes.js";
import { fewer, placeRows } from "../../../static/js/layout/rows.js";
import { container, running, RUNNING, started, Telling, UID } from "../story.js";

function lanes(telling, endMs = 60_000) {
  const history = telling.history();
  return lanesOf(history.pods.get(UID), history, endMs);
}
const keys = (found) => found.map((lane) => lane.key);

test("a Pod has a lane for all that is known of it", () => {
  const telling = started();
  telling.endpoints(1.01, { ready: true, terminating: false });
  telling.process(3, "probe", { probe: "liveness", result: "success", count: 1, threshold: 1 });
  assert.deepEqual(keys(lanes(telling)), [
    "phase",
    "status",
    "service/shop",
    "condition/Ready",
    "container/app",
    "probe/app/liveness",
    "events",
  ]);
});

test("the endpoint goes from ready to out to gone", () => {
  const telling = started();
  telling.endpoints(1, { ready: true, terminating: false });
  telling.endpoints(5, { ready: false, terminating: false });
  telling.endpoints(8, { ready: false }, { endpoints: [] });
  const lane = lanes(telling).find(({ kind }) => kind === "endpoint");
  assert.deepEqual(
    lane.segments.map(({ look, fromMs, toMs }) => [look, fromMs, toMs]),
    [
      ["ready", 1000, 5000],
      ["out", 5000, 8000],
    ],
  );
});

test("containers stand in the order in which they start", () => {
  const telling = new Telling();
  const kinds = { app: "app", setup: "init", proxy: "sidecar" };
  const containers = Object.entries(kinds).map(([name, kind]) => container({ name, kind }));
  telling.pod(0, { containers });
  const names = containersOf(telling.story()).map(({ name }) => name);
  assert.deepEqual(names, ["setup", "proxy", "app"]);
});

test("all containers spend one grace period, cut short by the last end", () => {
  const telling = started();
  telling.process(10, "grace", { until: 16 });
  telling.process(10, "grace", { until: 16, container: "proxy" });
  telling.process(12, "exit", { exitCode: 0 });
  telling.process(13, "exit", { exitCode: 0, container: "proxy" });
  const { wedges } = lanes(telling).find(({ kind }) => kind === "grace");
  assert.deepEqual(
    wedges.map(({ fromMs, toMs, dueMs }) => [fromMs, toMs, dueMs]),
    [[10_000, 13_000, 16_000]],
  );
});

test("failures in a row that reach the threshold are held together", () => {
  const telling = started();
  const failed = { probe: "readiness", result: "failure", threshold: 3 };
  [10, 12, 14, 16].forEach((t, i) => telling.process(t, "probe", { ...failed, count: i + 1 }));
  const { capsules } = lanes(telling).find(({ kind }) => kind === "probe");
  assert.deepEqual(
    capsules.map(({ fromMs, toMs }) => [fromMs, toMs]),
    [[10_000, 14_000]],
  );
});

test("a Running Pod whose containers are not all ready looks not ready", () => {
  const telling = started();
  telling.pod(5, { ...RUNNING, containers: [container(running)], ready_column: "0/1" });
  const { segments } = lanes(telling).find(({ kind }) => kind === "status");
  assert.deepEqual(
    segments.map(({ look, texts }) => [look, texts[0]]),
    [
      ["wait", "ContainerCreating"],
      ["ready", "Running 1/1"],
      ["run", "Running 0/1"],
    ],
  );
});

test("rows follow each other without overlap", () => {
  const { rows, height } = placeRows(lanes(started()), { narrow: false, top: 0 });
  rows.forEach((row, i) => {
    assert.ok(row.y >= row.top && row.y + row.height <= row.top + row.slot + 1);
    if (i) assert.ok(row.top >= rows[i - 1].top + rows[i - 1].slot);
  });
  assert.ok(height >= rows.at(-1).top + rows.at(-1).slot);
});

test("where room is scarce what only reports is folded", () => {
  const left = fewer(lanes(started()), { fromMs: 0, toMs: 60_000 });
  assert.deepEqual(keys(left), ["phase", "status", "container/app"]);
});
