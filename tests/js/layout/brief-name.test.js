import assert from "node:assert/strict";
import { test } from "node:test";

import { brief } from "../../../static/js/layout/brief-name.js";

test("a long name keeps its beginning and its end, others are left alone", () => {
  assert.equal(brief("app"), "app");
  assert.equal(brief("a".repeat(24)), "a".repeat(24));
  assert.equal(brief("init-container-that-migrates-the-tables"), "init-conta…the-tables");
});
