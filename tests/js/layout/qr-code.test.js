import assert from "node:assert/strict";
import { test } from "node:test";

import decodeQR from "qr/decode.js";

import { qrCode } from "../../../static/js/layout/qr-code.js";

/** The code as a picture of 4 pixels a module. */
function picture({ size, path }) {
  const scale = 4;
  const side = size * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y, n] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = y * scale; row < (Number(y) + 1) * scale; row += 1) {
      const from = (row * side + x * scale) * 4;
      for (let at = from; at < from + n * scale * 4; at += 4) data.fill(0, at, at + 3);
    }
  }
  return { width: side, height: side, data };
}

test("what is drawn reads as the address", () => {
  const address = "https://podviz.example.org/s/ZrM2m0xb__a3BmKyxc3HLA/";
  assert.equal(decodeQR(picture(qrCode(address))), address);
});

test("there is white around it", () => {
  const { size, path } = qrCode("https://podviz.example.org/");
  for (const [, x, y, n] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    assert.ok(x >= 4 && y >= 4 && Number(x) + Number(n) <= size - 4 && y < size - 4);
  }
});
