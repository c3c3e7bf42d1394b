import assert from "node:assert/strict";
import test from "node:test";

import { documentAround, placeAt } from "../../static/js/editor/path.js";

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: app
    image: nginx
    livenessProbe:
      httpGet:
        path: /
      periodSeconds: 5
  - name: log
    command: [sh, -c, "a: b"]
    args:
      - one
  initContainers:
    - name: first
      command:
        - |
          key: not a key
`.split("\n");

/** @param {string} text @param {number} [column] */
const place = (text, column) => {
  const row = POD.findIndex((line) => line.includes(text));
  return placeAt(POD, row, column ?? POD[row].length);
};

const TABLE = [
  ["name: web", ["metadata"]],
  ["name: app", ["spec", "containers", 0]],
  ["image: nginx", ["spec", "containers", 0]],
  ["path: /", ["spec", "containers", 0, "livenessProbe", "httpGet"]],
  ["periodSeconds", ["spec", "containers", 0, "livenessProbe"]],
  ["name: log", ["spec", "containers", 1]],
  ["- one", ["spec", "containers", 1, "args", 0]],
  ["name: first", ["spec", "initContainers", 0]],
];

for (const [text, path] of TABLE) {
  test(`the path of "${text}" is ${path.join(".")}`, () => {
    assert.deepEqual(place(String(text))?.path, path);
  });
}

test("a key knows its kind, its siblings and whether the cursor is behind the colon", () => {
  const found = place("image: nginx");
  assert.equal(found?.kind, "Pod");
  assert.deepEqual(found?.siblings, ["name", "livenessProbe"]);
  assert.equal(found?.inValue, true);
  assert.equal(place("image: nginx", 6)?.inValue, false);
});

test("the first key of a list item has the item's other keys as siblings", () => {
  assert.deepEqual(place("name: app")?.siblings, ["image", "livenessProbe"]);
});

test("text in a block is no path", () => {
  assert.equal(place("key: not a key"), null);
});

test("an empty line belongs where its indentation puts it", () => {
  const lines = ["spec:", "  containers:", "  - name: app", "    "];
  assert.deepEqual(placeAt(lines, 3, 4)?.path, ["spec", "containers", 0]);
  assert.deepEqual(placeAt(lines, 3, 2)?.path, ["spec"]);
});

test("documents end at the dashes", () => {
  const lines = ["kind: Pod", "---", "kind: Service", "spec:", "  type: x"];
  assert.deepEqual(documentAround(lines, 3), [1, 5]);
  assert.equal(placeAt(lines, 4, 4)?.kind, "Service");
});
