import assert from "node:assert/strict";
import test from "node:test";

import { changesOf, isBefore } from "../../../static/js/layout/versions.js";

test("a rule that changed says since when, and what is played where that is older", () => {
  const [now] = changesOf("node.silent", "1.36");
  assert.equal(now.title, "Changed in 1.32");
  const [old] = changesOf("node.silent", "1.20");
  assert.equal(old.title, "Changed in 1.32; played is 1.20");
  assert.match(old.text, /50 seconds.*40/);
});

test("a rule that has always been so says nothing", () => {
  assert.deepEqual(changesOf("replicaset.replicas", "1.20"), []);
  assert.deepEqual(changesOf(undefined, "1.20"), []);
});

test("rules of the scheduler are one family", () => {
  assert.equal(changesOf("schedule.NodeResourcesFit", "1.36").length, 1);
});

test("versions are compared by their numbers", () => {
  assert.equal(isBefore("1.9", "1.20"), true);
  assert.equal(isBefore("1.36", "1.36"), false);
  assert.equal(isBefore("2.0", "1.36"), false);
});
