import assert from "node:assert/strict";
import { test } from "node:test";

import { containerTrack } from "../../../static/js/layout/container-track.js";
import { container, ready, running, RUNNING, started, Telling } from "../story.js";

const looks = ({ segments }) => segments.map(({ look, fromMs, toMs }) => [look, fromMs, toMs]);

test("a container waits, runs, and is ready until the end of what is known", () => {
  const track = containerTrack(started().story(), container(), 30_000);
  assert.deepEqual(looks(track), [
    ["wait", 0, 980],
    ["run", 980, 1000],
    ["ready", 1000, 30_000],
  ]);
});

test("an image pull takes the place of the wait", () => {
  const telling = new Telling();
  telling.pod(0);
  telling.process(1, "pull-start", { image: "shop/web:1.4" });
  telling.process(3, "pull-end", { image: "shop/web:1.4", result: "success" });
  telling.process(4, "start");
  const track = containerTrack(telling.story(), container(), 5000);
  assert.deepEqual(looks(track).slice(0, 2), [
    ["wait", 0, 1000],
    ["wait", 3000, 4000],
  ]);
  assert.equal(track.pulls[0].label, "pulling shop/web:1.4, 2 s");
});

test("from the preStop hook on a container is ending, and its end shows the code", () => {
  const telling = started();
  telling.process(10, "hook-start", { hook: "preStop" });
  telling.process(12, "hook-end", { hook: "preStop", result: "success" });
  telling.process(12, "signal", { signal: "TERM" });
  telling.process(13, "exit", { exitCode: 143 });
  const track = containerTrack(telling.story(), container(), 20_000);
  assert.deepEqual(looks(track).at(-1), ["term", 10_000, 13_000]);
  assert.deepEqual([track.hooks[0].fromMs, track.hooks[0].toMs], [10_000, 12_000]);
  assert.deepEqual(
    track.marks.map(({ kind, text, name }) => [kind, text, name]),
    [
      ["signal", "15", "SIGTERM"],
      ["exit-fail", "143", undefined],
    ],
  );
});

test("a hook that is cut ends with its container", () => {
  const telling = started();
  telling.process(10, "hook-start", { hook: "preStop" });
  telling.process(11, "exit", { exitCode: 137 });
  assert.equal(containerTrack(telling.story(), container(), 20_000).hooks[0].toMs, 11_000);
});

test("a back-off lasts until the container starts again", () => {
  const telling = started();
  telling.process(5, "exit", { exitCode: 1 });
  telling.process(5, "backoff", { until: 15 });
  telling.process(15.2, "start", { attempt: 1 });
  const track = containerTrack(telling.story(), container(), 20_000);
  assert.deepEqual(looks(track).slice(-2), [
    ["backoff", 5000, 15_200],
    ["run", 15_200, 20_000],
  ]);
  assert.equal(track.marks.at(-1).kind, "restart");
});

test("what the API says late does not bring a dead process back", () => {
  const telling = started();
  telling.process(5, "exit", { exitCode: 0 });
  telling.pod(5.1, RUNNING);
  const track = containerTrack(telling.story(), container(), 9000);
  assert.equal(track.segments.at(-1).toMs, 5000);
});

test("without the runtime's word the API alone tells the life", () => {
  const telling = new Telling();
  telling.pod(0);
  telling.pod(1, { containers: [container(running)] });
  telling.pod(2, { containers: [container(ready)] });
  telling.pod(9, { containers: [container({ state: "terminated", exitCode: 3 })] });
  const track = containerTrack(telling.story(), container(), 10_000);
  assert.deepEqual(looks(track), [
    ["wait", 0, 1000],
    ["run", 1000, 2000],
    ["ready", 2000, 9000],
  ]);
  assert.equal(track.ending, "ended at 9 s with exit code 3");
});
