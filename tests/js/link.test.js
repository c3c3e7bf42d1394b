import assert from "node:assert/strict";
import test from "node:test";
import { deflateSync } from "node:zlib";

import { join } from "../../static/js/editor/intake.js";
import { LinkError, decodeLink, encodeLink } from "../../static/js/wire/link.js";

const SCENARIO = { manifests: "kind: Pod # ünïcode 豆荚\n", script: [], seed: 1, at_ms: 1200 };

const pack = (/** @type {string} */ text) => `v1:${deflateSync(text).toString("base64url")}`;

test("a link gives back what was put into it", async () => {
  assert.deepEqual(await decodeLink(await encodeLink(SCENARIO)), SCENARIO);
});

test("a link made elsewhere with zlib is read", async () => {
  assert.deepEqual(await decodeLink(pack(JSON.stringify(SCENARIO))), SCENARIO);
});

const BROKEN = [
  ["nothing at all", "", "damaged"],
  ["no version", "abc", "damaged"],
  ["a version to come", "v2:abc", "newer"],
  ["cut off", (await encodeLink(SCENARIO)).slice(0, 30), "damaged"],
  ["not base64", "v1:%%%", "damaged"],
  ["no JSON", pack("{"), "damaged"],
  ["a list", pack("[]"), "damaged"],
  ["a bomb", pack(`"${"x".repeat(3_000_000)}"`), "enormous"],
];

for (const [name, link, fault] of BROKEN) {
  test(`a link that is ${name} is ${fault}`, async () => {
    const refused = (/** @type {unknown} */ error) =>
      error instanceof LinkError && error.fault === fault;
    await assert.rejects(decodeLink(link), refused);
  });
}

test("several files become documents of one text", () => {
  const text = join([
    { name: "a.yaml", text: "---\nkind: Pod" },
    { name: "b.json", text: '{"kind": "Service"}\n' },
  ]);
  assert.equal(text, '# a.yaml\nkind: Pod\n---\n# b.json\n{"kind": "Service"}\n');
  assert.equal(join([{ name: "a.yaml", text: "---\nkind: Pod" }]), "---\nkind: Pod");
});
