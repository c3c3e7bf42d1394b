import assert from "node:assert/strict";
import { test } from "node:test";

import { nextSpeed, positionAt } from "../../../static/js/store/playback.js";
import { Store } from "../../../static/js/store/store.js";
import { started } from "../story.js";

function opened({ host = true } = {}) {
  const clock = { wall: 1000 };
  const store = new Store({ now: () => clock.wall });
  const sent = [];
  store.send = (message) => sent.push(message) > 0;
  const scenario = { title: "", manifests: "", kubernetes: "1.36", until_ms: 60_000 };
  const playback = { playing: false, speed: 1, atMs: 0, serverTime: 1000 };
  const branches = [{ id: 1, parent: null, fork_ms: 0, name: "main", inputs: [] }];
  const about = { token: "t", charts: [], positions: {}, serverTime: 1000 };
  store.receive({ type: "opened", host, scenario, playback, branches, branch: 1, ...about });
  const { records } = started();
  const known = { horizonMs: 600_000, ended: false };
  store.receive({ type: "trace", branch: 1, from: 0, records, ...known });
  return { store, sent, clock };
}

test("the playhead is the anchor and what has passed since, at the speed", () => {
  const anchor = { playing: true, speed: 10, atMs: 500, wallMs: 2000 };
  assert.equal(positionAt(anchor, 3000, 60_000), 10_500);
  assert.equal(positionAt(anchor, 99_000, 60_000), 60_000);
  assert.equal(positionAt({ ...anchor, playing: false }, 3000, 60_000), 500);
});

test("speeds go up and down a ladder", () => {
  assert.equal(nextSpeed(1, 1), 2);
  assert.equal(nextSpeed(1, -1), 0.5);
  assert.equal(nextSpeed(1000, 1), 1000);
});

test("the host's moves are sent, and felt at once", () => {
  const { store, sent, clock } = opened();
  store.play();
  clock.wall += 2500;
  assert.equal(store.atMs, 2500);
  store.seek(1000);
  assert.equal(store.atMs, 1000);
  assert.deepEqual(sent, [
    { do: "play", ask: 1 },
    { do: "seek", atMs: 1000, ask: 2 },
  ]);
});

const OLD = {
  type: "playback",
  branch: 1,
  playing: false,
  speed: 1,
  atMs: 2000,
  serverTime: 1050,
};

test("an echo of an older move does not pull the playhead back, however late it comes", () => {
  const { store, clock } = opened();
  store.seek(8000);
  store.seek(9000);
  clock.wall += 60_000;
  store.receive(OLD);
  store.receive({ type: "answer", ask: 1, text: "" });
  store.receive(OLD);
  assert.equal(store.atMs, 9000);
  store.receive({ type: "answer", ask: 2, text: "" });
  assert.equal(store.atMs, 9000);
  store.receive(OLD);
  assert.equal(store.atMs, 2000);
});

test("where somebody else has moved to since comes with the answer", () => {
  const { store } = opened();
  store.seek(9000);
  store.receive({ ...OLD, atMs: 3000 });
  store.receive({ type: "answer", ask: 1, text: JSON.stringify(OLD) });
  assert.equal(store.atMs, 2000);
});

test("a move that is refused is taken back", () => {
  const { store } = opened();
  store.seek(9000);
  store.receive({ type: "refused", ask: 1, message: "no" });
  assert.equal(store.atMs, 0);
});

test("what is asked as the server goes away gets no answer, a move is said again", async () => {
  const { store, sent } = opened();
  const sealed = store.seal();
  store.seek(9000);
  store.connected("offline");
  assert.equal(await sealed, null);
  sent.length = 0;
  store.receive({ ...store.opened, playback: { ...OLD } });
  assert.deepEqual(sent.slice(0, 2), [
    { do: "speed", speed: 1 },
    { do: "seek", atMs: 9000 },
  ]);
  store.receive(OLD);
  assert.equal(store.atMs, 9000);
});

test("a follower who moves breaks away, and can come back", () => {
  const { store, sent, clock } = opened({ host: false });
  store.seek(9000);
  assert.deepEqual(sent.splice(0), [{ do: "follow", following: false }]);
  assert.equal(store.following, false);
  store.follow();
  assert.deepEqual(sent, [{ do: "follow", following: true }]);
  clock.wall += 10;
  const hosts = { playing: false, speed: 1, atMs: 2000, serverTime: 1010 };
  store.receive({ type: "playback", branch: 1, ...hosts });
  assert.equal(store.atMs, 2000);
});

test("a follower stays with the host when the scenario ends", () => {
  const { store, clock } = opened({ host: false });
  store.receive({
    type: "playback",
    branch: 1,
    playing: true,
    speed: 1,
    atMs: 0,
    serverTime: 1000,
  });
  clock.wall += 90_000;
  store.keepAhead();
  assert.equal(store.following, true);
});

test("at the end of the scenario it stops", () => {
  const { store, clock } = opened();
  store.play();
  clock.wall += 90_000;
  store.keepAhead();
  assert.equal(store.anchor.playing, false);
  assert.equal(store.atMs, 60_000);
});

test("where the trace has not come yet it waits, and plays on as soon as it does", () => {
  const { store, clock } = opened();
  store.traces.clear();
  const { records } = started();
  store.receive({ type: "trace", branch: 1, from: 0, records, horizonMs: 2000, ended: false });
  store.play();
  clock.wall += 5000;
  store.keepAhead();
  assert.deepEqual([store.atMs, store.anchor.playing], [2000, true]);
  const more = { from: records.length, records: [], horizonMs: 60_000, ended: false };
  store.receive({ type: "trace", branch: 1, ...more });
  clock.wall += 1000;
  assert.deepEqual([store.atMs, store.playing], [3000, true]);
});

test("a branch begins with its parent's records", () => {
  const { store } = opened();
  const branches = [1, 2].map((id) => ({ id, parent: id - 1 || null, fork_ms: 0, inputs: [] }));
  store.receive({ type: "branches", branches });
  const records = [{ id: 4, t: 5, type: "input", line: "kubectl get pods", ok: true, output: "" }];
  const known = { horizonMs: 600_000, ended: false };
  store.receive({ type: "trace", branch: 2, from: 3, records, ...known });
  store.receive({ type: "branch", branch: 2 });
  assert.equal(store.trace.length, 4);
});

test("records that are here already are not taken twice", () => {
  const { store } = opened();
  const { records } = started();
  const again = { type: "trace", branch: 1, from: 1, records: records.slice(1) };
  store.receive({ ...again, horizonMs: 600_000, ended: false });
  assert.equal(store.trace.length, 3);
});

test("what the host did while the server was away holds when it is back", () => {
  const { store, sent } = opened();
  const send = store.send;
  store.send = () => false;
  store.seek(7000);
  store.send = send;
  const playback = { playing: false, speed: 1, atMs: 2000, serverTime: 2000 };
  store.movedAt = -Infinity;
  store.receive({ ...store.opened, type: "opened", playback });
  assert.equal(store.atMs, 7000);
  assert.deepEqual(sent.at(-2), { do: "seek", atMs: 7000 });
});

test("what is asked about is hidden: nothing is known after the veil", () => {
  const { store } = opened();
  store.veil(4000);
  assert.equal(store.lengthMs, 4000);
  store.seek(30_000);
  assert.equal(store.atMs, 4000);
  store.veil(null);
  assert.equal(store.lengthMs, 60_000);
});

test("a question to the class hides the future from it until the answer is shown", () => {
  const { store } = opened({ host: false });
  const question = { at_ms: 5000, kind: "status", right: 0 };
  store.receive({ type: "poll", question, counts: [], right: null });
  assert.equal(store.lengthMs, 5000);
  store.receive({ type: "poll", question, counts: [1, 2], right: 1 });
  assert.equal(store.lengthMs, 60_000);
  store.receive({ type: "poll", question: null });
  assert.equal(store.poll, null);
});
