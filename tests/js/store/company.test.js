import assert from "node:assert/strict";
import { test } from "node:test";

import { Company } from "../../../static/js/store/company.js";
import { Store } from "../../../static/js/store/store.js";

const BRANCHES = [
  { id: 1, parent: null, fork_ms: 0, name: "", inputs: [] },
  { id: 2, parent: 1, fork_ms: 5000, name: "two", inputs: [] },
  { id: 3, parent: 1, fork_ms: 6000, name: "three", inputs: [] },
];

function opened({ host = false, branch = 1, ...more } = {}) {
  const store = new Store({ now: () => 1000 });
  const sent = [];
  store.send = (message) => sent.push(message) > 0;
  const playback = { playing: true, speed: 1, atMs: 700, serverTime: 1000 };
  const about = { token: "t", scenario: {}, branches: BRANCHES, branch, playback, ...more };
  store.receive({ type: "opened", host, locked: true, ...about });
  return { store, sent };
}

test("who may act changes while one watches", () => {
  const company = new Company();
  company.receive({ type: "rights", host: false, locked: true });
  assert.equal(company.mayAct, false);
  company.receive({ type: "rights", host: false, locked: false });
  assert.equal(company.mayAct, true);
  company.receive({ type: "rights", host: true, locked: true });
  assert.equal(company.mayAct, true);
});

test("a pointer of last time is forgotten when the session is opened again", () => {
  const { store } = opened();
  store.receive({ type: "pointer", pointer: { atMs: 3, record: 2, subject: "" } });
  assert.equal(store.company.pointer.atMs, 3);
  store.receive({ ...store.opened });
  assert.equal(store.company.pointer, null);
});

test("one key leads away from the host and back", () => {
  const { store, sent } = opened();
  store.followOrNot();
  assert.equal(store.following, false);
  assert.equal(store.anchor.playing, true, "it goes on as it did");
  store.followOrNot();
  assert.equal(store.following, true);
  assert.deepEqual(
    sent.map(({ following }) => following),
    [false, true],
  );
});

test("who comes back after a break is still away", () => {
  const { store, sent } = opened();
  store.breakAway();
  sent.length = 0;
  store.receive({ ...store.opened });
  assert.deepEqual(sent, [{ do: "follow", following: false }]);
});

test("in another page's frame there is nobody to follow", () => {
  const { store, sent } = opened();
  store.alone = true;
  store.followOrNot();
  store.pause();
  assert.deepEqual(sent, []);
});

test("the host points, and takes the pointer away by pointing there again", () => {
  const { store, sent } = opened({ host: true });
  store.receive({ type: "trace", branch: 1, from: 0, records: [], horizonMs: 9000, ended: true });
  store.pause();
  store.point();
  const { atMs, record } = sent.at(-1);
  store.receive({ type: "pointer", pointer: { atMs, record, subject: "" } });
  store.point();
  assert.deepEqual(sent.at(-1), { do: "point" });
});

test("undo goes to the parent, redo to the branch that was left", () => {
  const { store, sent } = opened({ host: true, branch: 2 });
  store.undo();
  store.receive({ type: "branch", branch: 1 });
  store.redo();
  assert.deepEqual(sent, [
    { do: "branch", branch: 1 },
    { do: "branch", branch: 2 },
  ]);
  store.receive({ type: "branch", branch: 2 });
  store.redo();
  assert.equal(sent.length, 2, "nothing lies beyond");
});

test("redo without an undo goes to the latest branch that began here", () => {
  const { store, sent } = opened({ host: true });
  store.undo();
  store.redo();
  assert.deepEqual(sent, [{ do: "branch", branch: 3 }]);
});

test("records of another edition of podviz are not put beside ours", () => {
  const { store } = opened({ edition: "older" });
  store.traces.set(1, /** @type {any} */ ({}));
  store.receive({ ...store.opened, edition: "newer" });
  assert.equal(store.traces.size, 0);
});
