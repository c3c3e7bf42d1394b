import assert from "node:assert/strict";
import test from "node:test";

import { placeFor, placeOf } from "../../../static/js/layout/fields.js";

const IMAGE = "spec.containers[0].image";
const fields = {
  "spec.replicas": [6, 3],
  "spec.template.spec": [9, 5],
  [`spec.template.${IMAGE}`]: [12, 9],
};
const POSITIONS = { "Deployment/default/web": { document: 0, line: 1, fields } };
/** @type {any} */
const STORY = { namespace: "default", name: "web-65585cb6b7-7g7nr" };

test("a field of a Pod stands in the template of who made it", () => {
  assert.deepEqual(placeOf(POSITIONS, STORY, IMAGE), { line: 12, exact: true });
});

test("the number of Pods stands beside the template", () => {
  assert.deepEqual(placeOf(POSITIONS, STORY, "spec.replicas"), { line: 6, exact: true });
});

test("of what nobody wrote there is the part that it would stand in", () => {
  const place = placeOf(POSITIONS, STORY, "spec.terminationGracePeriodSeconds");
  assert.deepEqual(place, { line: 9, exact: false });
});

test("a field of a ReplicaSet stands in the Deployment that owns it", () => {
  const about = { kind: "ReplicaSet", namespace: "default", name: "web-65585cb6b7" };
  /** @type {any} */
  const record = { type: "object", ...about, owner: "Deployment/web" };
  const place = placeFor(POSITIONS, record, null, "spec.replicas");
  assert.deepEqual(place, { line: 6, exact: true });
  const field = "spec.strategy.rollingUpdate.maxSurge";
  assert.equal(placeFor(POSITIONS, { ...record, owner: null }, null, field), null);
});
