import assert from "node:assert/strict";
import { test } from "node:test";

import { inputsOf, merged, outline } from "../../../static/js/store/branches.js";

const script = [
  { at_ms: 30_000, do: "late" },
  { at_ms: 1000, do: "early" },
];
const branches = [
  { id: 1, parent: null, fork_ms: 0, name: "", inputs: [] },
  { id: 2, parent: 1, fork_ms: 5000, name: "", inputs: [{ at_ms: 5000, do: "a" }] },
  { id: 3, parent: 2, fork_ms: 40_000, name: "", inputs: [{ at_ms: 40_000, do: "b" }] },
  { id: 4, parent: 2, fork_ms: 4000, name: "", inputs: [{ at_ms: 4000, do: "c" }] },
];
const lines = (id) => inputsOf(branches, id, script).map((input) => input.do);

test("a branch has what came before its fork, its own, and the rest of the script", () => {
  assert.deepEqual(lines(1), ["early", "late"]);
  assert.deepEqual(lines(2), ["early", "a", "late"]);
  assert.deepEqual(lines(3), ["early", "a", "late", "b"]);
  assert.deepEqual(lines(4), ["early", "c", "late"], "what came after the fork is no part of it");
});

test("news replace what had the same number", () => {
  const renamed = { ...branches[1], name: "two" };
  const all = merged(branches.slice(0, 3), [branches[3], renamed]);
  assert.deepEqual(
    all.map(({ id, name }) => [id, name]),
    [
      [1, ""],
      [2, "two"],
      [3, ""],
      [4, ""],
    ],
  );
});

test("in outline each stands below its parent", () => {
  assert.deepEqual(
    outline(branches).map(({ branch, depth }) => [branch.id, depth]),
    [
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 2],
    ],
  );
});
