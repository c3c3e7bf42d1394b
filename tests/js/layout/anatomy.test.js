import assert from "node:assert/strict";
import { test } from "node:test";

import { anatomyAt, namespacesOf } from "../../../static/js/layout/anatomy.js";
import { amount, effective, quantity } from "../../../static/js/layout/resources.js";
import { container, started } from "../story.js";

const asks = (cpu, more = {}) => ({
  name: "c",
  image: "i",
  resources: { requests: { cpu } },
  ...more,
});

test("the greatest init container counts if it needs more than the apps together", () => {
  for (const [init, apps, expected, byInit] of [
    [["2"], ["500m", "500m"], 2, true],
    [["500m"], ["500m", "500m"], 1, false],
    [[], ["250m"], 0.25, false],
  ]) {
    const spec = { initContainers: init.map((c) => asks(c)), containers: apps.map((c) => asks(c)) };
    const [sum] = effective(spec);
    assert.deepEqual([sum.requests, sum.byInit], [expected, byInit]);
  }
});

test("a sidecar counts with the apps and beside the init containers after it", () => {
  const sidecar = asks("100m", { restartPolicy: "Always" });
  const before = { initContainers: [asks("1"), sidecar], containers: [asks("200m")] };
  const after = { initContainers: [sidecar, asks("1")], containers: [asks("200m")] };
  assert.equal(effective(before)[0].requests, 1);
  assert.equal(effective(after)[0].requests, 1.1);
});

test("amounts are read and written as Kubernetes does", () => {
  for (const [text, value] of [
    ["250m", 0.25],
    ["1", 1],
    ["64Mi", 67108864],
    ["1e3", 1000],
    ["2k", 2000],
  ]) {
    assert.equal(amount(text), value);
  }
  assert.equal(quantity("cpu", 0.25), "250m");
  assert.equal(quantity("memory", 67108864), "64Mi");
});

test("namespaces are the Pod's, the host's, or each container's own", () => {
  const of = (spec) => namespacesOf({ containers: [], ...spec }).map((n) => `${n.name} ${n.of}`);
  assert.deepEqual(of({}), ["network pod", "IPC pod", "UTS pod", "PID container"]);
  assert.deepEqual(of({ shareProcessNamespace: true })[3], "PID pod");
  assert.deepEqual(of({ hostNetwork: true, hostPID: true }), [
    "network host",
    "IPC pod",
    "UTS host",
    "PID host",
  ]);
});

test("the box shows who mounts what, and what runs", () => {
  const life = started();
  life.process(1.5, "sandbox-ready", { container: undefined });
  life.pod(2, { containers: [container({ state: "terminated", reason: "Error", exitCode: 1 })] });
  const mounts = [
    { name: "data", mountPath: "/data" },
    { name: "default-token-x", mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" },
  ];
  const spec = {
    containers: [{ name: "app", image: "web", volumeMounts: mounts }],
    volumes: [
      { name: "data", emptyDir: {} },
      { name: "default-token-x", secret: {} },
    ],
    hostAliases: [{ ip: "10.0.0.1", hostnames: ["db"] }],
  };
  const anatomy = anatomyAt(life.story(), spec, 2500);
  assert.deepEqual(anatomy.volumes, [{ name: "data", kind: "emptyDir", by: ["app"] }]);
  assert.deepEqual(anatomy.hosts, [{ ip: "10.0.0.1", names: ["db"] }]);
  assert.deepEqual([anatomy.parts[0].state, anatomy.parts[0].word], ["fail", "Error"]);
  assert.equal(anatomy.sandbox, true);
});
