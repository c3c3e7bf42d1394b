import assert from "node:assert/strict";
import { test } from "node:test";

import { changedLines } from "../../../static/js/layout/yaml-changes.js";

const BEFORE = `metadata:
  name: web
status:
  conditions:
  - status: "False"
    type: Ready
  - status: "True"
    type: Initialized
  phase: Pending`;

function marked(now) {
  const lines = now.split("\n");
  return [...changedLines(BEFORE, now)].map((i) => lines[i].trim());
}

test("nothing is marked where nothing changed", () => {
  assert.deepEqual(marked(BEFORE), []);
});

test("a value that changed is marked at its place in the list", () => {
  assert.deepEqual(marked(BEFORE.replace('"False"', '"True"')), ['- status: "True"']);
});

test("what is new is marked, and what stands around it is not", () => {
  const now = BEFORE.replace("Pending", "Running\n  podIP: 10.0.0.1");
  assert.deepEqual(marked(now), ["phase: Running", "podIP: 10.0.0.1"]);
  const more = '  - status: "True"\n    type: PodScheduled\n  phase';
  const third = BEFORE.replace("  phase", more);
  assert.deepEqual(marked(third), ['- status: "True"', "type: PodScheduled"]);
});
