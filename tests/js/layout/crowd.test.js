import assert from "node:assert/strict";
import { test } from "node:test";

import { chosenLanes } from "../../../static/js/layout/chosen-lanes.js";
import { crowdLanes, foldedOwners, unfolded } from "../../../static/js/layout/crowd.js";
import { areaOf, countAt, headcountOf } from "../../../static/js/layout/headcount.js";
import { Owners } from "../../../static/js/layout/owners.js";
import { inSight, placeRows } from "../../../static/js/layout/rows.js";
import { areaPath, roomiest } from "../../../static/js/views/timeline/owners.js";
import { conditions, RUNNING, Telling } from "../story.js";

const END_MS = 60_000;

function object(telling, t, kind, name, fields = {}) {
  const about = { type: "object", kind, name, namespace: "default", uid: name, verb: "added" };
  return telling.add(t, { ...about, ...fields });
}

function pod(telling, t, name, owner, fields = {}) {
  telling.pod(t, { ...RUNNING, name, uid: `uid-${name}`, owner, ...fields });
}

const BORN = { conditions: [], deletionTimestamp: null };
const READY = { conditions: conditions({ Ready: "True" }), deletionTimestamp: null };
const ENDING = { ...READY, deletionTimestamp: 30 };

/** A Deployment of one Pod, rolled at 20 s and back at 40 s. */
function rolled() {
  const telling = new Telling();
  const set = { owner: "Deployment/web" };
  object(telling, 0, "Deployment", "web", { columns: { Ready: "0/1" } });
  object(telling, 0, "ReplicaSet", "web-a", { ...set, revision: "1" });
  pod(telling, 0, "web-a-one", "ReplicaSet/web-a", BORN);
  pod(telling, 2, "web-a-one", "ReplicaSet/web-a", READY);
  object(telling, 20, "ReplicaSet", "web-b", { ...set, revision: "2" });
  pod(telling, 20, "web-b-two", "ReplicaSet/web-b", BORN);
  pod(telling, 25, "web-b-two", "ReplicaSet/web-b", READY);
  pod(telling, 26, "web-a-one", "ReplicaSet/web-a", ENDING);
  const about = { namespace: "default", name: "web-a-one", uid: "uid-web-a-one" };
  telling.add(30, { type: "pod-deleted", ...about });
  object(telling, 40, "ReplicaSet", "web-a", { ...set, verb: "modified", revision: "3" });
  pod(telling, 41, "web-a-three", "ReplicaSet/web-a", READY);
  pod(telling, 50, "lonely", null, READY);
  return telling.history();
}

const lanesOf = (history) => crowdLanes(history, [...history.pods.values()], END_MS);

test("Pods lie below their ReplicaSet, and that below its Deployment", () => {
  assert.deepEqual(
    lanesOf(rolled()).map(({ kind, title }) => `${kind} ${title}`),
    [
      "owner Deployment web",
      "set ReplicaSet web-a",
      "pod web-a-one",
      "pod web-a-three",
      "set ReplicaSet web-b",
      "pod web-b-two",
      "pod lonely",
    ],
  );
});

test("a Pod keeps the revision that its ReplicaSet had when it was made", () => {
  const made = lanesOf(rolled()).filter(({ kind }) => kind === "pod");
  assert.deepEqual(
    made.map(({ generation }) => generation && [generation.order, generation.revision]),
    [[1, "1"], [1, "3"], [2, "2"], null],
  );
  const [{ crowd }] = lanesOf(rolled());
  assert.deepEqual(
    crowd.revisions.map(({ order, revision, atMs }) => [order, revision, atMs]),
    [
      [1, "1", 0],
      [2, "2", 20_000],
      [1, "3", 40_000],
    ],
  );
});

test("a Pod of a StatefulSet or DaemonSet is of the generation that its label names", () => {
  const telling = new Telling();
  const revision = (name, owner, number) =>
    object(telling, 0, "ControllerRevision", name, { owner, columns: { Revision: number } });
  revision("db-aaa", "StatefulSet/db", "1");
  revision("db-bbb", "StatefulSet/db", "2");
  revision("agent-ccc", "DaemonSet/agent", "7");
  pod(telling, 1, "db-0", "StatefulSet/db", { revision: "db-bbb" });
  pod(telling, 1, "agent-x", "DaemonSet/agent", { revision: "ccc" });
  const history = telling.history();
  const owners = new Owners(history);
  const found = [...history.pods.values()].map((story) => owners.generationOf(story));
  assert.deepEqual(
    found.map(({ order, revision: number, name }) => [order, number, name]),
    [
      [2, "2", "db-bbb"],
      [1, "7", "agent-ccc"],
    ],
  );
});

test("a CronJob has its Jobs, whose Pods are of no generation", () => {
  const telling = new Telling();
  for (const job of ["night-1", "night-2"]) {
    object(telling, 0, "Job", job, { owner: "CronJob/night", columns: { Completions: "0/1" } });
    pod(telling, 1, `${job}-x`, `Job/${job}`, { phase: "Succeeded" });
  }
  const lanes = lanesOf(telling.history());
  assert.deepEqual(
    lanes.map(({ kind, title }) => `${kind} ${title}`),
    ["owner CronJob night", "set Job night-1", "pod night-1-x", "set Job night-2", "pod night-2-x"],
  );
  assert.equal(lanes[2].generation, null);
  assert.deepEqual(lanes[0].crowd.headcount.parts, ["done"]);
});

test("Pods without any owner need no header", () => {
  const telling = new Telling();
  pod(telling, 0, "one", null);
  pod(telling, 0, "two", null);
  assert.deepEqual(
    lanesOf(telling.history()).map(({ kind }) => kind),
    ["pod", "pod"],
  );
});

test("ready Pods are counted by generation; those that end are no longer ready", () => {
  const { headcount } = lanesOf(rolled())[0].crowd;
  assert.deepEqual(headcount.parts, [1, 2, "waiting", "ending"]);
  const at = (seconds) => countAt(headcount, seconds * 1000);
  assert.deepEqual(at(1), { ready: 0, desired: 1, total: 1, done: 0 });
  assert.deepEqual(at(25), { ready: 2, desired: 1, total: 2, done: 0 });
  assert.deepEqual(at(27), { ready: 1, desired: 1, total: 2, done: 0 });
  assert.deepEqual(at(31), { ready: 1, desired: 1, total: 1, done: 0 });
  assert.equal(headcount.most, 2);
});

test("what shall be there is read from what kubectl prints", () => {
  const wished = (kind, columns) => {
    const telling = new Telling();
    const record = object(telling, 0, kind, "x", { columns });
    return headcountOf([], () => 0, [record]).desired.map(({ count }) => count);
  };
  assert.deepEqual(wished("StatefulSet", { Ready: "0/3" }), [3]);
  assert.deepEqual(wished("DaemonSet", { Desired: "5", Ready: "2" }), [5]);
  assert.deepEqual(wished("Job", { Completions: "1/4" }), [4]);
  assert.deepEqual(wished("CronJob", { Schedule: "* * * * *" }), []);
});

test("an area has no more corners than can be told apart", () => {
  const steps = Array.from({ length: 1000 }, (_, i) => ({ atMs: i, counts: [1, i] }));
  const headcount = { parts: [1, 2], steps, desired: [], most: 1000 };
  const corners = areaOf(headcount, 1, (ms) => ms / 100, { left: 0, right: 10 });
  assert.equal(corners.length, 21);
  assert.deepEqual(corners[0], { x: 0, low: 1, high: 25 });
  assert.deepEqual(corners.at(-1), { x: 10, low: 1, high: 975 });
});

test("a path goes around each stretch in which there is something", () => {
  const corner = (x, low, high) => ({ x, low, high });
  const corners = [corner(0, 0, 1), corner(5, 0, 0), corner(7, 1, 3), corner(8, 1, 2)];
  assert.equal(
    areaPath([...corners, corner(9, 1, 2)], (count) => -count),
    "M0 -1H5V0H0ZM7 -3H8V-2H9V-1H8V-1H7Z",
  );
  const place = roomiest([corner(0, 0, 20), corner(9, 0, 4), corner(20, 0, 4)], 0, 99, (n) => -n);
  assert.deepEqual(place, { fromX: 0, toX: 9, y: -10 });
});

/** A Deployment of so many Pods. */
function many(count) {
  const telling = new Telling();
  object(telling, 0, "ReplicaSet", "web-a", { owner: "Deployment/web", revision: "1" });
  for (let i = 0; i < count; i++) pod(telling, 1, `web-a-${i}`, "ReplicaSet/web-a", READY);
  return lanesOf(telling.history());
}

test("owners of many Pods are folded unless somebody has chosen, and keep who is looked at", () => {
  const chosen = new Map();
  assert.equal(foldedOwners(many(16), chosen).size, 0);
  const lanes = many(17);
  const folded = foldedOwners(lanes, chosen);
  assert.deepEqual([...folded], ["owner/Deployment/default/web"]);
  const shown = unfolded(lanes, folded, "uid-web-a-5");
  assert.deepEqual(
    shown.map(({ title }) => title),
    ["Deployment web", "web-a-5"],
  );
  assert.equal(foldedOwners(lanes, chosen.set("owner/Deployment/default/web", false)).size, 0);
});

test("of many rows only those near what is in sight are drawn, and what has the focus", () => {
  const { rows } = placeRows(many(300), { narrow: false, top: 0 });
  const shown = inSight(rows, { top: 4000, height: 400 }, 1, "pod/uid-web-a-299");
  assert.ok(shown.length < 50, String(shown.length));
  assert.ok(shown.some(({ top }) => top <= 4000) && shown.some(({ top }) => top > 4370));
  assert.equal(shown.at(-1).lane.title, "web-a-299");
});

test("who asks for owners gets their headers with all below, for Pods only those", () => {
  const lanes = lanesOf(rolled());
  const kinds = (names) => new Set(chosenLanes(lanes, names).map(({ kind }) => kind));
  assert.deepEqual([...kinds(["owner"])], ["owner", "set", "pod"]);
  assert.deepEqual([...kinds(["pod"])], ["pod"]);
});
