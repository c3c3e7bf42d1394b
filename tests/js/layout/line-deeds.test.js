import assert from "node:assert/strict";
import { test } from "node:test";

import { deedsOf } from "../../../static/js/layout/line-deeds.js";
import { started } from "../story.js";

const THRESHOLD = "spec.containers[0].readinessProbe.failureThreshold";
const POSITIONS = {
  "Pod/default/web": { document: 0, line: 1, fields: { spec: [2, 1], [THRESHOLD]: [4, 7] } },
};

function failing() {
  const life = started();
  for (const [t, count] of [
    [5, 1],
    [7, 2],
  ]) {
    const about = { probe: "readiness", result: "failure", count, threshold: 3 };
    life.process(t, "probe", { ...about, fields: [THRESHOLD] });
  }
  return life.history();
}

test("a line tells all that it decided, in its order", () => {
  assert.deepEqual(
    deedsOf(4, failing(), POSITIONS).map(({ atMs, text }) => [atMs, text]),
    [
      [5000, "Readiness probe failed *once*."],
      [7000, "Readiness probe failed *twice*."],
    ],
  );
});

test("what is around a field is not what decided", () => {
  assert.deepEqual(deedsOf(2, failing(), POSITIONS), []);
});

test("where an Event only repeats what happened, that is told", () => {
  const PROBE = "spec.containers[0].readinessProbe";
  const life = started();
  const about = { probe: "readiness", result: "failure", count: 1, threshold: 3 };
  const failed = life.process(5, "probe", about);
  life.add(5, {
    type: "event",
    object: "Pod/web",
    namespace: "default",
    event_type: "Warning",
    reason: "Unhealthy",
    message: "Readiness probe failed: no",
    count: 1,
    cause: failed.id,
    fields: [PROBE],
  });
  const positions = { "Pod/default/web": { document: 0, line: 1, fields: { [PROBE]: [3, 5] } } };
  assert.deepEqual(
    deedsOf(3, life.history(), positions).map(({ record, text }) => [record, text]),
    [[failed.id, "Readiness probe failed *once*."]],
  );
});
