import assert from "node:assert/strict";
import { test } from "node:test";

import { boardAt, changedCells, humanDuration } from "../../../static/js/layout/board.js";
import { stepsOf } from "../../../static/js/layout/steps.js";
import { started } from "../story.js";

// TestHumanDuration of k8s.io/apimachinery/pkg/util/duration restated.
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DURATIONS = [
  [-2 * SECOND, "<invalid>"],
  [-2 * SECOND + 1, "0s"],
  [0, "0s"],
  [SECOND - 1, "0s"],
  [SECOND, "1s"],
  [2 * MINUTE - 1, "119s"],
  [2 * MINUTE, "2m"],
  [2 * MINUTE + SECOND, "2m1s"],
  [10 * MINUTE - 1, "9m59s"],
  [10 * MINUTE, "10m"],
  [3 * HOUR - 1, "179m"],
  [3 * HOUR, "3h"],
  [3 * HOUR + MINUTE, "3h1m"],
  [8 * HOUR - 1, "7h59m"],
  [8 * HOUR, "8h"],
  [2 * DAY - 1, "47h"],
  [2 * DAY, "2d"],
  [2 * DAY + HOUR, "2d1h"],
  [8 * DAY - 1, "7d23h"],
  [8 * DAY, "8d"],
  [2 * 365 * DAY - 1, "729d"],
  [2 * 365 * DAY, "2y"],
  [2 * 365 * DAY + DAY, "2y1d"],
  [8 * 365 * DAY - 1, "7y364d"],
  [8 * 365 * DAY, "8y"],
];

for (const [milliseconds, text] of DURATIONS) {
  test(`${milliseconds} ms is written ${text}`, () => {
    assert.equal(humanDuration(milliseconds), text);
  });
}

test("the board shows the Pod as it is at the moment, with its age", () => {
  const line = boardAt(started().story(), 7400);
  assert.deepEqual(line, {
    name: "web",
    ready: "1/1",
    status: "Running",
    restarts: "0",
    age: "7s",
  });
});

test("a restart is told with the time since", () => {
  const telling = started();
  telling.pod(20, { restarts_column: "2", lastRestartAt: 18 });
  assert.equal(boardAt(telling.story(), 23_000).restarts, "2 (5s ago)");
});

test("before it exists and after it is gone the board has no line", () => {
  const telling = started();
  telling.add(9, { type: "pod-deleted", namespace: "default", name: "web", uid: "uid-web" });
  const story = telling.story();
  assert.equal(boardAt(story, 9000), null);
  assert.equal(boardAt(story, -1), null);
});

test("the cells that a step changed are marked", () => {
  const history = started().history();
  const [, last] = stepsOf(history);
  assert.deepEqual(changedCells(history.pods.get("uid-web"), last, 1000), ["ready", "status"]);
});
