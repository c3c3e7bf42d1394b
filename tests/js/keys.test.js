import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../../static/js/store/store.js";
import { actionsOf } from "../../static/js/views/actions.js";

test("no key does two things", () => {
  const store = new Store();
  const keys = actionsOf(store, /** @type {any} */ ({})).flatMap((action) => action.keys);
  const twice = keys.filter((key, i) => keys.indexOf(key) !== i);
  assert.deepEqual(twice, []);
});
