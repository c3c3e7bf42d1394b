import assert from "node:assert/strict";
import { test } from "node:test";

import {
  clock,
  duration,
  following,
  Scale,
  ticks,
  within,
  zoom,
} from "../../../static/js/layout/axis.js";

test("a scale goes from time to place and back", () => {
  const scale = new Scale({ fromMs: 1000, toMs: 11_000 }, 100, 1100);
  assert.equal(scale.x(6000), 600);
  assert.equal(scale.ms(600), 6000);
});

const TICKS = [
  [46_000, 900, ["0 s", "5 s", "10 s"]],
  [1_000, 900, ["0.0 s", "0.1 s", "0.2 s"]],
  [10_000, 330, ["0 s", "2 s", "4 s"]],
  [600_000, 900, ["0 s", "60 s", "2:00"]],
];
for (const [toMs, width, first] of TICKS) {
  test(`ticks of ${toMs} ms on ${width} units begin ${first}`, () => {
    const scale = new Scale({ fromMs: 0, toMs }, 0, width);
    const found = ticks(scale, 62);
    assert.deepEqual(
      found.slice(0, 3).map((tick) => tick.label),
      first,
    );
    assert.ok(found[1].x - found[0].x >= 62);
  });
}

const CLOCKS = [
  [0, "0.00 s"],
  [22_745, "22.74 s"],
  [119_999, "119.99 s"],
  [200_500, "3:20.50"],
  [3_723_400, "1:02:03.40"],
];
for (const [ms, text] of CLOCKS) {
  test(`the clock shows ${ms} ms as ${text}`, () => assert.equal(clock(ms), text));
}

const LENGTHS = [
  [3400, "3.4 s"],
  [6000, "6 s"],
  [40_000, "40 s"],
  [150_000, "2 min 30 s"],
  [300_000, "5 min"],
];
for (const [ms, text] of LENGTHS) {
  test(`${ms} ms last ${text}`, () => assert.equal(duration(ms), text));
}

test("zooming keeps the moment under the pointer in its place", () => {
  const near = zoom({ fromMs: 0, toMs: 40_000 }, 0.5, 10_000, 40_000);
  assert.deepEqual(near, { fromMs: 5000, toMs: 25_000 });
});

test("zooming out ends at the whole", () => {
  const far = zoom({ fromMs: 10_000, toMs: 30_000 }, 9, 20_000, 40_000);
  assert.deepEqual(far, { fromMs: 0, toMs: 40_000 });
});

test("a window stays within the trace", () => {
  assert.deepEqual(within({ fromMs: -5, toMs: 95 }, 1000), { fromMs: 0, toMs: 100 });
  assert.deepEqual(within({ fromMs: 950, toMs: 1050 }, 1000), { fromMs: 900, toMs: 1000 });
});

test("the window turns over when the playhead leaves it, and not before", () => {
  const window = { fromMs: 0, toMs: 10_000 };
  assert.equal(following(window, 5000, 60_000), window);
  const turned = following(window, 9900, 60_000);
  assert.ok(turned.fromMs < 9900 && turned.toMs > 9900 && turned.fromMs > 0);
});
