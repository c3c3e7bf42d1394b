import assert from "node:assert/strict";
import { test } from "node:test";

import { clusterAt, tally } from "../../../static/js/layout/cluster.js";
import { RUNNING, started, Telling } from "../story.js";

function object(telling, t, kind, name, fields = {}) {
  const about = { type: "object", kind, name, namespace: "default", uid: name, verb: "added" };
  return telling.add(t, { ...about, ...fields });
}

function node(telling, t, name, status) {
  object(telling, t, "Node", name, { namespace: "", columns: { Status: status } });
}

function pod(telling, t, name, fields = {}) {
  telling.pod(t, { ...RUNNING, name, uid: `uid-${name}`, ...fields });
}

function slice(telling, t, endpoints) {
  const of = ([name, ready, serving, terminating]) => ({
    ...{ pod: name, addresses: ["10.244.0.2"], ready, serving, terminating },
  });
  object(telling, t, "EndpointSlice", "shop-abc12", { endpoints: endpoints.map(of) });
}

function rollout() {
  const telling = new Telling();
  node(telling, 0, "node1", "Ready");
  node(telling, 0, "node2", "Ready");
  object(telling, 0, "Service", "kubernetes");
  object(telling, 0, "Service", "shop");
  object(telling, 0, "ReplicaSet", "web-a", { owner: "Deployment/web" });
  pod(telling, 0, "one", { owner: "ReplicaSet/web-a" });
  slice(telling, 1, [["one", true, true, false]]);
  const about = { type: "traffic", namespace: "default", service: "shop", rps: 10, lost: [] };
  const none = { counts: {}, totals: {} };
  telling.add(2, { ...about, ...none, what: "start", entry: "node1,node2", pods: ["one"] });
  object(telling, 5, "ReplicaSet", "web-b", { owner: "Deployment/web" });
  pod(telling, 5, "two", { owner: "ReplicaSet/web-b", nodeName: "node2" });
  pod(telling, 5, "three", { nodeName: null, status_column: "Pending", ready_column: "0/1" });
  slice(telling, 6, [
    ["one", false, true, true],
    ["two", true, true, false],
  ]);
  slice(telling, 7, [["two", true, true, false]]);
  telling.add(8, { ...about, ...none, what: "learn", entry: "node2", pods: ["two"] });
  telling.add(9, { ...about, ...none, what: "learn", entry: "node1", pods: ["two"] });
  return telling.history();
}

test("a node says what it is short of", () => {
  const telling = new Telling();
  const short = (/** @type {string} */ status) => ({
    ...{ namespace: "", columns: { Status: "Ready" } },
    status: { conditions: [{ type: "MemoryPressure", status }] },
  });
  object(telling, 0, "Node", "node1", short("False"));
  object(telling, 9, "Node", "node1", { verb: "modified", ...short("True") });
  const statusAt = (atMs) => clusterAt(telling.history(), atMs).nodes[0].status;
  assert.deepEqual([1000, 9000].map(statusAt), ["Ready", "Ready,MemoryPressure"]);
});

test("nodes hold their Pods, and those without a node come last", () => {
  const { nodes, pods } = clusterAt(rollout(), 6000);
  assert.equal(pods, 3);
  assert.deepEqual(
    nodes.map((one) => [one.name, one.pods.map(({ name, look }) => `${name} ${look}`)]),
    [
      ["node1", ["one ready"]],
      ["node2", ["two ready"]],
      ["", ["three wait"]],
    ],
  );
});

test("a Pod knows its generation, and where there are several they are counted", () => {
  const of = (atMs) =>
    clusterAt(rollout(), atMs)
      .nodes.flatMap((one) => one.pods)
      .map(({ name, generation }) => [name, generation?.order ?? null]);
  assert.deepEqual(of(4000), [["one", 1]]);
  assert.deepEqual(of(5000), [
    ["one", 1],
    ["two", 2],
    ["three", null],
  ]);
  assert.deepEqual(clusterAt(rollout(), 4000).mixtures, []);
  assert.deepEqual(clusterAt(rollout(), 5000).mixtures, [
    {
      owner: "web",
      generations: [
        { order: 1, revision: "1", count: 1 },
        { order: 2, revision: "2", count: 1 },
      ],
    },
  ]);
});

test("requests being lost are told with their Pod, for as long as they can be seen", () => {
  const telling = new Telling();
  object(telling, 0, "Service", "shop");
  pod(telling, 0, "one");
  slice(telling, 1, [["one", true, true, false]]);
  const about = { type: "traffic", namespace: "default", service: "shop", rps: 10, via: "ingress" };
  telling.add(2, { ...about, what: "start", entry: "ingress", pods: ["one"], totals: {} });
  const lost = [{ outcome: "502", pod: "one", count: 3, from: 5.2, to: 5.6 }];
  telling.add(6, { ...about, what: "second", counts: {}, totals: {}, lost });
  const at = (atMs) => {
    const { services, nodes } = clusterAt(telling.history(), atMs);
    const [endpoint] = services[0].endpoints;
    assert.deepEqual(nodes[0].pods[0].losing, endpoint.losing);
    return endpoint.losing;
  };
  assert.equal(at(5100), null);
  assert.deepEqual(at(5250), { 502: 1 });
  assert.deepEqual(at(5450), { 502: 2 });
  assert.deepEqual(clusterAt(telling.history(), 5450).services[0].totals, { 502: 2 });
  assert.deepEqual(at(6500), { 502: 3 });
  assert.equal(at(6700), null);
  const { services } = clusterAt(telling.history(), 3000);
  assert.deepEqual(services[0].client, { rps: 10, via: "ingress" });
});

test("an endpoint is told by what it is, and by who has not heard", () => {
  const of = (atMs) =>
    clusterAt(rollout(), atMs).services.flatMap(({ name, endpoints }) =>
      endpoints.map((one) => [name, one.name, one.state, one.from.join()]),
    );
  assert.deepEqual(of(3000), [["shop", "one", "ready", "node1,node2"]]);
  assert.deepEqual(of(6500), [
    ["shop", "one", "serving", "node1,node2"],
    ["shop", "two", "ready", ""],
  ]);
  assert.deepEqual(of(8500)[0], ["shop", "one", "stale", "node1"]);
  assert.deepEqual(of(9500), [["shop", "two", "ready", "node1,node2"]]);
});

test("a Service's endpoints may stand in several slices", () => {
  const telling = new Telling();
  object(telling, 0, "Service", "shop");
  for (const name of ["one", "two", "three"]) pod(telling, 0, name);
  const ready = (name) => ({ pod: name, addresses: ["a"], ready: true, serving: true });
  const say = (t, slice, ...names) =>
    object(telling, t, "EndpointSlice", slice, { endpoints: names.map(ready) });
  say(1, "shop-aaaaa", "one", "two");
  say(2, "shop-bbbbb", "three");
  say(3, "shop-bbbbb", "three", "two");
  say(4, "shop-aaaaa", "one");
  say(5, "shop-bbbbb", "two");
  const at = (atMs) => clusterAt(telling.history(), atMs).services[0].endpoints.length;
  assert.deepEqual([1000, 2000, 3000, 4000, 5000].map(at), [2, 3, 3, 3, 2]);
});

test("endpoints are counted by state", () => {
  const { services } = clusterAt(rollout(), 6500);
  assert.deepEqual(
    [...tally(services[0].endpoints)],
    [
      ["serving", 1],
      ["ready", 1],
    ],
  );
});

test("one Pod on one node without a Service is no cluster", () => {
  const alone = started();
  node(alone, 0, "node1", "Ready");
  object(alone, 0, "Service", "kubernetes");
  assert.equal(alone.history().isCluster, false);
  object(alone, 2, "Service", "shop");
  assert.equal(alone.history().isCluster, true);
  assert.equal(rollout().isCluster, true);
});

test("many Pods take no longer than they are many", () => {
  const telling = new Telling();
  for (let n = 0; n < 500; n++) pod(telling, 0, `pod-${n}`, { nodeName: `node${n % 20}` });
  const { nodes, pods } = clusterAt(telling.history(), 1000);
  assert.equal(pods, 500);
  assert.deepEqual(
    nodes.map((one) => one.pods.length),
    Array(20).fill(25),
  );
});
