import assert from "node:assert/strict";
import test from "node:test";

import { isToMend, toMend } from "../../../static/js/teaching/goal.js";
import { classOf, percent, seconds } from "../../../static/js/teaching/lane-look.js";
import { said } from "../../../static/js/store/words.js";
import { answersOf, askedOf, verdictOf } from "../../../static/js/teaching/words.js";

const AT = { at_ms: 0, right: 0 };

test("a scene's question is asked as it is written", () => {
  const question = { ...AT, kind: /** @type {const} */ ("asked"), ask: "What?", answers: ["a"] };
  assert.equal(askedOf(question), "What?");
  assert.deepEqual(answersOf(question), ["a"]);
});

test("what STATUS becomes is asked with what it is", () => {
  const options = [{ value: "Error" }, { value: "stays" }];
  const question = { ...AT, kind: /** @type {const} */ ("status"), pod: "web", what: "Running" };
  assert.equal(askedOf(question), "STATUS of web is Running. What does it become next?");
  assert.deepEqual(answersOf({ ...question, options }), ["Error", "It stays Running."]);
});

test("which container is next names each of them, and none", () => {
  const options = [
    { value: "start", container: "app" },
    { value: "exit", container: "app" },
  ];
  const question = { ...AT, kind: /** @type {const} */ ("next"), pod: "web" };
  assert.equal(askedOf(question), "Which container of web starts or ends next?");
  assert.deepEqual(answersOf({ ...question, options: [...options, { value: "nobody" }] }), [
    "app starts",
    "app ends",
    "None of them.",
  ]);
});

test("when is answered in spans of seconds", () => {
  const question = { ...AT, kind: /** @type {const} */ ("when"), container: "app", what: "exit" };
  const options = [{ high_ms: 1000 }, { low_ms: 1000, high_ms: 5000 }, { low_ms: 200_000 }];
  assert.equal(askedOf(question), "Container app ends next. When?");
  assert.deepEqual(answersOf({ ...question, options }), [
    "Within 1 s",
    "After 1 to 5 s",
    "After more than 200 s",
  ]);
});

test("a text is said in the page's language where it has been translated", () => {
  const translations = { "zh-hans": { Hello: "你好" }, de: { Hello: "Hallo" } };
  assert.equal(said("Hello", translations, "zh-Hans"), "你好");
  assert.equal(said("Hello", translations, "de-AT"), "Hallo");
  assert.equal(said("Hello", translations, "fr"), "Hello");
  assert.equal(said("Hello", undefined, "en"), "Hello");
});

test("every verdict has its words", () => {
  const words = ["right", "half", "wrong", "outdated"].map(verdictOf);
  assert.equal(new Set(words).size, 4);
  assert.equal(verdictOf(""), "");
});

test("only a session with a goal and no lesson around it is there to mend", () => {
  const scenario = { title: "t", manifests: "", kubernetes: "1.36", until_ms: 5000 };
  assert.equal(isToMend({ ...scenario, lesson: { goal: ["a"] } }), true);
  assert.equal(isToMend({ ...scenario, lesson: { goal: ["a"], saying: "s" } }), false);
  assert.deepEqual(toMend({ ...scenario, lesson: {} }), {});
  assert.deepEqual(toMend({ ...scenario, lesson: { goal: ["a"] } }), {
    lesson: { goal: ["a"] },
    title: "t",
    until_ms: 5000,
    translations: undefined,
  });
});

test("a lane's value looks like its state", () => {
  assert.equal(classOf("READY", "1/1"), "s-ready");
  assert.equal(classOf("READY", "0/1"), "s-wait");
  assert.equal(classOf("STATUS", "CrashLoopBackOff"), "s-wait");
  assert.equal(classOf("STATUS", "OOMKilled"), "s-fail");
  assert.equal(classOf("app", "running"), "s-run");
  assert.equal(classOf("RESTARTS", "0"), "s-none");
  assert.equal(percent(1, 4), "25.000%");
  assert.equal(seconds(125_000), "2 min 5 s");
});
