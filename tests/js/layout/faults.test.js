import assert from "node:assert/strict";
import test from "node:test";

import { clearing, faultsAt } from "../../../static/js/layout/faults.js";

const record = (
  /** @type {number} */ t,
  /** @type {string} */ what,
  /** @type {number} */ count,
  /** @type {string} */ message,
) =>
  /** @type {import("../../../static/js/wire/records.js").ProcessRecord} */ ({
    ...{ id: t, t, type: "process", namespace: "", pod: "", uid: "" },
    ...{ what, count, message },
  });

const records = [
  record(1, "fault", 1, "fault dns db fail"),
  record(2, "fault", 2, "image absent nginx"),
  record(3, "fault-end", 1, "fault dns db fail"),
];

test("what is in force depends on the moment", () => {
  assert.deepEqual(
    [500, 1000, 2500, 9000].map((atMs) => faultsAt(records, atMs).map(({ line }) => line)),
    [
      [],
      ["fault dns db fail"],
      ["fault dns db fail", "image absent nginx"],
      ["image absent nginx"],
    ],
  );
});

test("each fault has a command that ends it", () => {
  assert.equal(clearing("fault dns db fail"), "fault dns db clear");
  assert.equal(clearing("image absent nginx:1"), "image clear nginx:1");
  assert.equal(
    clearing("fault process web -n shop -c app leak=10Mi"),
    "fault process web -n shop -c app clear",
  );
});
