import assert from "node:assert/strict";
import { test } from "node:test";

import { lanesOf } from "../../../static/js/layout/lanes.js";
import { sentenceOf } from "../../../static/js/layout/sentence.js";
import { stepsOf } from "../../../static/js/layout/steps.js";
import { totalsAt, trafficTrack } from "../../../static/js/layout/traffic.js";
import { started, UID } from "../story.js";

const SERVICE = { type: "traffic", namespace: "default", service: "shop", rps: 10 };

function told(telling = started()) {
  const say = (t, what, counts = {}, totals = {}) =>
    telling.add(t, { ...SERVICE, what, counts, totals, lost: [], pods: [] });
  say(2, "start");
  say(3, "second", { answered: 10 }, { answered: 10 });
  say(6.5, "learn");
  say(7, "second", { answered: 7, refused: 2, 502: 1 }, { answered: 37, refused: 2, 502: 1 });
  say(8, "second", { answered: 10 }, { answered: 47, refused: 2, 502: 1 });
  say(12, "stop", {}, { answered: 87, refused: 2, 502: 1 });
  return telling.history();
}

const records = () => told().traffic.get("default/shop");

test("each second lies where it was, and silent ones are like the one before", () => {
  const found = trafficTrack(records(), 60_000);
  assert.deepEqual(
    found.map(({ look, fromMs, toMs, texts }) => [look, fromMs, toMs, texts[0]]),
    [
      ["ready", 2000, 6000, "10 a second answered"],
      ["fail", 6000, 7000, "3 of 10 lost: 1 × 502, 2 × refused"],
      ["ready", 7000, 12_000, "10 a second answered"],
    ],
  );
});

test("totals go on through the seconds that are not told", () => {
  assert.equal(totalsAt(records(), 1999), null);
  assert.deepEqual(totalsAt(records(), 5500), { answered: 30 });
  assert.deepEqual(totalsAt(records(), 9999), { answered: 57, refused: 2, 502: 1 });
  assert.deepEqual(totalsAt(records(), 30_000), { answered: 87, refused: 2, 502: 1 });
});

test("a Pod's timeline has a lane for the requests of its namespace", () => {
  const history = told();
  const lanes = lanesOf(history.pods.get(UID), history, 60_000);
  const lane = lanes.find(({ kind }) => kind === "traffic");
  assert.equal(lane.sub, "10 a second");
  assert.equal(lane.segments.length, 3);
});

test("the first second of a loss is a step of the story", () => {
  const history = told();
  const step = stepsOf(history).find(({ atMs }) => atMs === 7000);
  assert.equal(sentenceOf(step, history).changes, "3 requests are lost");
  assert.equal(
    stepsOf(history).some(({ atMs }) => atMs === 8000),
    false,
  );
});
