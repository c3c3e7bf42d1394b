import assert from "node:assert/strict";
import test from "node:test";

import { fileNameOf, subjectOf } from "../../../static/js/layout/manifest-text.js";

test("a manifest is called by what Pods come of, in blocks or in braces", () => {
  const service = "kind: Service\nmetadata:\n  name: front\n";
  assert.equal(fileNameOf(`${service}---\nkind: Pod\nmetadata:\n  name: "web"\n`), "web.yaml");
  assert.equal(fileNameOf("kind: Deployment\nmetadata: {name: shop}\n"), "shop.yaml");
  assert.equal(fileNameOf("kind: Pod\nmetadata: {labels: {a: b}, name: late}\n"), "late.yaml");
  assert.equal(subjectOf(service), "Service front");
});

test("half a manifest has half a name", () => {
  assert.equal(subjectOf("kind: Pod\nmetadata:\n"), "Pod");
  assert.equal(subjectOf(""), "");
});
