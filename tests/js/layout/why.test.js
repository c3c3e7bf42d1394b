import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOf } from "../../../static/js/layout/fields.js";
import { causeLine, whyOf } from "../../../static/js/layout/why.js";
import { started } from "../story.js";

const THRESHOLD = "spec.containers[0].readinessProbe.failureThreshold";
const MANIFEST = ["kind: Pod", "spec:", "  containers:", "      failureThreshold: 3  # few"].join(
  "\n",
);
const POSITIONS = {
  "Pod/default/web": {
    document: 0,
    line: 1,
    fields: { spec: [2, 1], "spec.containers": [3, 3], [THRESHOLD]: [4, 7] },
  },
};

function failing(fields) {
  const life = started();
  const about = { probe: "readiness", result: "failure", count: 3, threshold: 3 };
  const probe = life.process(9, "probe", { ...about, message: "no such file", fields });
  const slice = life.endpoints(9.1, { ready: false, terminating: false }, { cause: probe.id });
  return { history: life.history(), slice };
}

test("the chain ends at the line of the manifest", () => {
  const { history, slice } = failing([THRESHOLD]);
  const stations = whyOf(slice, history, POSITIONS, MANIFEST);
  assert.deepEqual(
    stations.map(({ text, source }) => [text, source]),
    [
      ["The endpoint is not *ready*: new connections go elsewhere.", "EndpointSlice"],
      ["Readiness probe failed *three times*: no such file", "probe"],
      ["*3* failures in a row are the limit you set.", "line 4"],
    ],
  );
  assert.equal(causeLine(slice, history, POSITIONS), 4);
});

test("what the manifest does not set is told as a default", () => {
  const { history, slice } = failing(["spec.containers[0].readinessProbe.timeoutSeconds"]);
  const last = whyOf(slice, history, POSITIONS, MANIFEST).at(-1);
  assert.equal(last.source, "default");
  assert.equal(causeLine(slice, history, POSITIONS), null);
});

test("a command ends the chain", () => {
  const life = started();
  const input = life.input(9, "kill web -c app");
  const exit = life.process(9, "exit", { exitCode: 137, cause: input.id });
  const stations = whyOf(exit, life.history(), POSITIONS, MANIFEST);
  assert.equal(stations.at(-1).text, "You ran *kill web -c app* at 9.00 s.");
});

test("a Pod of a Deployment finds its fields in the template", () => {
  const fields = { "spec.template.spec.containers[0].image": [12, 9] };
  const positions = { "Deployment/default/web": { document: 0, line: 1, fields } };
  const story = { namespace: "default", name: "web-5d4f9c-x2x7k" };
  const place = placeOf(positions, story, "spec.containers[0].image");
  assert.deepEqual(place, { line: 12, exact: true });
});

test("an element that is not written down is placed at what is around it", () => {
  const story = { namespace: "default", name: "web" };
  const place = placeOf(POSITIONS, story, "spec.containers[0].name");
  assert.deepEqual(place, { line: 3, exact: false });
});
