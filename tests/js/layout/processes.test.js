import assert from "node:assert/strict";
import { test } from "node:test";

import { processTrees } from "../../../static/js/layout/processes.js";
import { Telling } from "../story.js";

const SPEC = {
  containers: [
    { name: "app", image: "web", command: ["sh", "-c", "serve"] },
    { name: "log", image: "busybox:1.36" },
  ],
};

function life() {
  const telling = new Telling();
  telling.pod(0);
  telling.process(0.1, "sandbox-ready", { container: "" });
  telling.process(1, "start");
  telling.process(1, "start", { container: "log" });
  telling.process(5, "exit", { container: "log", exitCode: 0 });
  return telling;
}
const shown = (trees) =>
  trees.map(({ of, processes }) => [of, ...processes.map(({ pid, command }) => [pid, command])]);

test("each container has a PID namespace of its own, and so has pause", () => {
  assert.deepEqual(shown(processTrees(life().story(), SPEC, 2000)), [
    ["pause", [1, "/pause"]],
    ["app", [1, "sh -c serve"]],
    ["log", [1, "busybox:1.36"]],
  ]);
});

test("what has ended is not shown", () => {
  const names = processTrees(life().story(), SPEC, 6000).map(({ of }) => of);
  assert.deepEqual(names, ["pause", "app"]);
});

test("with a shared PID namespace pause is the first process of all", () => {
  const shared = { ...SPEC, shareProcessNamespace: true };
  assert.deepEqual(shown(processTrees(life().story(), shared, 2000)), [
    ["pod", [1, "/pause"], [null, "sh -c serve"], [null, "busybox:1.36"]],
  ]);
});

test("a hook is a child of what it runs beside", () => {
  const telling = life();
  telling.process(6, "hook-start", { hook: "preStop" });
  const lifecycle = { preStop: { exec: { command: ["nginx", "-s", "quit"] } } };
  const spec = { containers: [{ ...SPEC.containers[0], lifecycle }] };
  const [, { processes }] = processTrees(telling.story(), spec, 6500);
  assert.equal(processes[0].children[0].command, "nginx -s quit");
});

test("before the sandbox stands there is no process", () => {
  assert.deepEqual(processTrees(life().story(), SPEC, 50), []);
});
