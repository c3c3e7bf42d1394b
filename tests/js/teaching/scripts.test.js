import assert from "node:assert/strict";
import { test } from "node:test";

import { scriptsApart } from "../../../static/js/teaching/scripts.js";

test("the lines of one script alone are told, those of both are not", () => {
  const first = "2s kubectl get pods\n8s kubectl delete pod web --now\n";
  const second = "2s kubectl get pods\n 9s kubectl delete pod web";
  assert.deepEqual(scriptsApart(first, second), [
    ["-", "8s kubectl delete pod web --now"],
    ["+", "9s kubectl delete pod web"],
  ]);
  assert.deepEqual(scriptsApart(first, `\n${first}`), []);
});
