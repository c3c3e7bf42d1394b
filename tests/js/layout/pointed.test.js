import assert from "node:assert/strict";
import { test } from "node:test";

import { pointedAt, subjectOf } from "../../../static/js/layout/pointed.js";
import { stepsOf } from "../../../static/js/layout/steps.js";
import { started } from "../story.js";

const traceOf = (telling) => {
  const history = telling.history();
  return { history, steps: stepsOf(history) };
};

test("what is chosen is pointed at, wherever the playhead stands", () => {
  const telling = started();
  const signal = telling.process(5, "signal", { signal: "TERM" });
  assert.deepEqual(pointedAt(traceOf(telling), 0, signal.id), {
    record: signal.id,
    subject: "Pod/web app",
  });
});

test("where nothing is chosen it is what the moment is about", () => {
  const telling = started();
  telling.process(5, "exit", { exitCode: 1 });
  const { record, subject } = pointedAt(traceOf(telling), 6000, null);
  assert.equal(telling.records[record - 1].t, 5);
  assert.match(subject, /^Pod\/web/);
});

test("before anything has happened a moment is pointed at, and nothing else", () => {
  const nothing = { history: started().history(), steps: [] };
  assert.deepEqual(pointedAt(nothing, 0, null), { record: null, subject: "" });
});

test("objects are named as the API names them", () => {
  const named = [
    [{ type: "pod-deleted", name: "web" }, "Pod/web"],
    [{ type: "event", object: "Node/node1" }, "Node/node1"],
    [{ type: "object", kind: "Deployment", name: "shop" }, "Deployment/shop"],
    [{ type: "process", pod: "web", container: "" }, "Pod/web"],
    [{ type: "traffic", service: "shop" }, "Service/shop"],
    [{ type: "input", line: "kubectl delete pod web" }, "kubectl delete pod web"],
    [{ type: "printed", line: "kubectl drain node1" }, "kubectl drain node1"],
  ];
  for (const [record, subject] of named) assert.equal(subjectOf(record), subject);
});
