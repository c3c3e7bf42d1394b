import assert from "node:assert/strict";
import test from "node:test";

import { proposals } from "../../static/js/editor/completion.js";
import { placeAt } from "../../static/js/editor/path.js";
import { apiVersionOf, typeAt } from "../../static/js/editor/schema.js";

const SCHEMA = {
  kinds: { Pod: "core_v1.Pod", Deployment: "apps_v1.Deployment" },
  types: {
    "core_v1.Pod": {
      doc: "",
      fields: { spec: { type: "core_v1.PodSpec", doc: "" }, status: { type: "map", doc: "" } },
    },
    "core_v1.PodSpec": {
      doc: "",
      fields: {
        containers: {
          type: "core_v1.Container",
          list: true,
          required: true,
          doc: "List of containers",
        },
        restartPolicy: { type: "string", doc: "", enum: ["Always", "Never"] },
        hostNetwork: { type: "boolean", doc: "" },
      },
    },
    "core_v1.Container": {
      doc: "",
      fields: { name: { type: "string", doc: "" }, image: { type: "string", doc: "" } },
    },
    "apps_v1.Deployment": { doc: "", fields: {} },
  },
};

/** @param {string} text @param {number} [column] */
function offered(text, column) {
  const lines = text.split("\n");
  const row = lines.length - 1;
  const place = placeAt(lines, row, column ?? lines[row].length);
  assert.ok(place);
  return proposals(SCHEMA, place, " ".repeat(lines[row].length - lines[row].trimStart().length));
}

const labels = (/** @type {{label: string}[]} */ list) => list.map((option) => option.label);

test("an empty document is offered its four roots", () => {
  assert.deepEqual(labels(offered("")), ["apiVersion", "kind", "metadata", "spec"]);
});

test("fields that stand there already and the status are not offered", () => {
  assert.deepEqual(labels(offered("kind: Pod\nspec:\n  restartPolicy: Never\n  ")), [
    "containers",
    "hostNetwork",
  ]);
  assert.deepEqual(labels(offered("kind: Pod\ns")), ["spec"]);
});

test("a list is opened with its first dash", () => {
  const [containers] = offered("kind: Pod\nspec:\n  c");
  assert.equal(containers.apply, "containers:\n  - ");
  assert.equal(containers.detail, "[]Container *");
});

test("values are offered where they are known", () => {
  assert.deepEqual(labels(offered("kind: Pod\nspec:\n  restartPolicy: ")), ["Always", "Never"]);
  assert.deepEqual(labels(offered("kind: Pod\nspec:\n  hostNetwork: ")), ["true", "false"]);
  assert.deepEqual(labels(offered("kind: ")), ["Pod", "Deployment"]);
  assert.deepEqual(labels(offered("apiVersion: ")), ["apps/v1", "v1"]);
});

test("a path leads through lists to its type", () => {
  assert.equal(typeAt(SCHEMA, "Pod", ["spec", "containers", 0]), SCHEMA.types["core_v1.Container"]);
  assert.equal(typeAt(SCHEMA, "Pod", ["spec", "nothing"]), null);
  assert.equal(typeAt(SCHEMA, "Nothing", []), null);
  assert.equal(apiVersionOf(SCHEMA, "Deployment"), "apps/v1");
});
