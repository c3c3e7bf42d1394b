import assert from "node:assert/strict";
import { test } from "node:test";

import { Telling } from "../story.js";

test("what happens in a static Pod belongs to the mirror of its name", () => {
  const telling = new Telling();
  telling.process(0, "sandbox-start", { uid: "hash-of-the-file" });
  telling.pod(0.01);
  telling.process(0.5, "start", { uid: "hash-of-the-file" });
  const story = telling.story();
  assert.deepEqual(
    story.processes.map((record) => record.what),
    ["start"],
  );
});

test("what happens in a Pod that is known belongs to nobody of its name", () => {
  const telling = new Telling();
  telling.pod(0);
  telling.pod(1, { uid: "uid-of-the-next" });
  telling.process(2, "exit");
  const { pods } = telling.history();
  assert.equal(pods.get("uid-of-the-next").processes.length, 0);
  assert.equal(telling.story().processes.length, 1);
});
