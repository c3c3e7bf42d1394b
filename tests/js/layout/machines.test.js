import assert from "node:assert/strict";
import { test } from "node:test";

import { machinesAt } from "../../../static/js/layout/machines.js";
import { stepsOf } from "../../../static/js/layout/steps.js";
import { started, UID } from "../story.js";

const CHARTS = [
  {
    name: "phase",
    states: ["Pending", "Running", "Succeeded", "Failed"],
    edges: [
      ["Pending", "Running"],
      ["Running", "Succeeded"],
      ["Running", "Failed"],
    ],
  },
  { name: "container", states: ["waiting", "running", "terminated"], edges: [] },
];

function machines(telling, atMs) {
  const history = telling.history();
  const steps = stepsOf(history);
  const step = steps.findLast((one) => one.atMs <= atMs) ?? null;
  return machinesAt(history.pods.get(UID), CHARTS, atMs, step);
}
const lit = ({ places }) => places.filter((place) => place.lit).map(({ text }) => text);

test("the current state is lit and the last edge begins where it came from", () => {
  const { phase } = machines(started(), 1500);
  assert.deepEqual(lit(phase), ["Running"]);
  assert.deepEqual(
    phase.places.filter(({ was }) => was).map(({ state }) => state),
    ["Pending"],
  );
  assert.ok(phase.changed);
});

test("states that no edge joins stand apart", () => {
  const { phase } = machines(started(), 1500);
  assert.deepEqual(
    phase.places.map(({ apart }) => apart),
    [false, false, false, true],
  );
});

test("a container says how it runs", () => {
  const telling = started();
  assert.deepEqual(lit(machines(telling, 1500).containers[0]), ["Running, ready"]);
  telling.process(5, "signal", { signal: "TERM" });
  assert.deepEqual(lit(machines(telling, 6000).containers[0]), ["SIGTERM"]);
});

test("a condition that turned at this step is marked", () => {
  const [lamp] = machines(started(), 1500).lamps;
  assert.deepEqual(lamp, { type: "Ready", status: "True", changed: true });
});

test("there are no machines where there is no Pod", () => {
  assert.equal(machines(started(), -1), null);
});
