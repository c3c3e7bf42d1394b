import assert from "node:assert/strict";
import test from "node:test";

import { compose, fields, parse } from "../../../static/js/layout/assumption.js";

const TEXT = "runs=for-ever exit=0 serves=200 grpc=SERVING term=exit:0@10ms init=2000ms hook=0";

test("words become fields and words again", () => {
  assert.equal(parse(TEXT).get("term"), "exit:0@10ms");
  assert.equal(compose(parse(TEXT)), TEXT);
});

test("what is left empty is not said", () => {
  assert.equal(
    compose(
      new Map([
        ["runs", " 30s "],
        ["after", ""],
      ]),
    ),
    "runs=30s",
  );
});

test("every word has a field", () => {
  const keys = fields().map(({ key }) => key);
  assert.deepEqual(
    [...parse(TEXT).keys()].filter((key) => !keys.includes(key)),
    [],
  );
});
