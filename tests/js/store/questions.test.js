import assert from "node:assert/strict";
import { test } from "node:test";

import { Questions } from "../../../static/js/store/questions.js";

function asking(heard = true) {
  const sent = [];
  const questions = new Questions((message) => heard && sent.push(message) > 0);
  return { questions, sent };
}

test("each question gets its own answer, in whatever order they come", async () => {
  const { questions, sent } = asking();
  const first = questions.ask({ do: "seal" });
  const second = questions.ask({ do: "outline" });
  questions.answer(sent[1].ask, "two");
  questions.answer(sent[0].ask, "one");
  assert.deepEqual([await first, await second], ["one", "two"]);
});

test("what nobody hears is answered by nothing, as when the socket breaks", async () => {
  assert.equal(await asking(false).questions.ask({ do: "seal" }), null);
  const { questions } = asking();
  const asked = questions.ask({ do: "seal" });
  questions.giveUp();
  assert.equal(await asked, null);
});

test("a number is used once, also by moves that are no questions", () => {
  const { questions, sent } = asking();
  const move = questions.number();
  questions.ask({ do: "seal" });
  assert.equal(sent[0].ask, move + 1);
});
