import assert from "node:assert/strict";
import test from "node:test";
import { inflateSync } from "node:zlib";

import { join } from "../../static/js/editor/intake.js";
import { encodeLink } from "../../static/js/wire/link.js";

const SCENARIO = { manifests: "kind: Pod # ünïcode 豆荚\n", script: [], seed: 1, at_ms: 1200 };

test("a link gives back what was put into it", async () => {
  const [version, packed] = (await encodeLink(SCENARIO)).split(":");
  assert.equal(version, "v1");
  assert.match(packed, /^[\w-]+$/);
  assert.deepEqual(JSON.parse(inflateSync(Buffer.from(packed, "base64url")).toString()), SCENARIO);
});

test("several files become documents of one text", () => {
  const text = join([
    { name: "a.yaml", text: "---\nkind: Pod" },
    { name: "b.json", text: '{"kind": "Service"}\n' },
  ]);
  assert.equal(text, '# a.yaml\nkind: Pod\n---\n# b.json\n{"kind": "Service"}\n');
  assert.equal(join([{ name: "a.yaml", text: "---\nkind: Pod" }]), "---\nkind: Pod");
});
