import assert from "node:assert/strict";
import { test } from "node:test";

import { bandsOf } from "../../../static/js/layout/crowd-map.js";
import { crowdLanes } from "../../../static/js/layout/crowd.js";
import { conditions, RUNNING, Telling } from "../story.js";

const END_MS = 60_000;
const ROOM = { top: 1, height: 36 };
const READY = { conditions: conditions({ Ready: "True" }), deletionTimestamp: null };
const WAITING = { conditions: [], deletionTimestamp: null };

/** So many Pods of each owner, ready one a second. */
function crowd(sizes, kind = "StatefulSet") {
  const telling = new Telling();
  for (const [name, count] of Object.entries(sizes)) {
    for (let i = 0; i < count; i++) {
      const owner = kind && `${kind}/${name}`;
      const about = { ...RUNNING, name: `${name}-${i}`, uid: `${name}-${i}`, owner };
      telling.pod(0, { ...about, ...WAITING });
      telling.pod(i + 1, { ...about, ...READY });
    }
  }
  const history = telling.history();
  return bandsOf(crowdLanes(history, [...history.pods.values()], END_MS), ROOM);
}

/** How many of each part there are at the end of a band. */
function last({ headcount: { parts, steps } }) {
  return Object.fromEntries(parts.map((part, i) => [part, steps.at(-1).counts[i]]));
}

test("few Pods have no bands", () => {
  assert.deepEqual(crowd({ web: 4 }), []);
});

test("each owner has a band in which all of its Pods are counted", () => {
  const bands = crowd({ web: 30, db: 3 });
  assert.deepEqual(
    bands.map(({ name }) => name),
    ["web", "db"],
  );
  assert.deepEqual(
    bands.map(({ headcount }) => headcount.most),
    [30, 3],
  );
  assert.deepEqual(bands.map(last), [
    { 0: 30, waiting: 0 },
    { 0: 3, waiting: 0 },
  ]);
});

test("bands share the height that there is and don't touch", () => {
  const bands = crowd({ web: 30, db: 3, cache: 2 });
  for (const [i, { y, height }] of bands.entries()) {
    assert.ok(height > 0);
    assert.ok(y >= (i ? bands[i - 1].y + bands[i - 1].height + 1 : ROOM.top));
  }
  const { y, height } = bands.at(-1);
  assert.equal(Math.round(y + height), ROOM.top + ROOM.height);
});

test("of many owners the largest have bands, and all others share one", () => {
  const bands = crowd({ a: 2, b: 9, c: 3, d: 7, e: 5, f: 1 });
  assert.deepEqual(
    bands.map(({ name }) => name),
    ["b", "d", "e", ""],
  );
  assert.deepEqual(last(bands[3]), { 0: 6, waiting: 0 });
  assert.equal(bands[3].headcount.most, 6);
});

test("Pods without an owner are counted, too", () => {
  const [band] = crowd({ lonely: 12 }, "");
  assert.equal(band.name, "");
  assert.equal(band.headcount.most, 12);
  assert.ok(band.headcount.steps.some(({ counts }) => counts.some((count) => count === 12)));
});
