/**
 * Reads stories from stdin, one JSON object a line, and says for each which records have no
 * chain of causes that ends where a story may begin.
 */

import { createInterface } from "node:readline";

import { History } from "../../static/js/layout/history.js";
import { whyOf } from "../../static/js/layout/why.js";

const ORIGINS = ["manifest", "default", "input", "fault"];

for await (const line of createInterface({ input: process.stdin })) {
  const { records, positions, manifests } = JSON.parse(line);
  const history = new History();
  history.append(records);
  const origins = { none: 0 };
  const without = [];
  for (const record of records) {
    const last = whyOf(record, history, positions, manifests).at(-1);
    const origin = ORIGINS.includes(last?.origin) && last.text ? last.origin : "none";
    origins[origin] = (origins[origin] ?? 0) + 1;
    if (origin === "none") without.push(record);
  }
  console.log(JSON.stringify({ records: records.length, origins, without: without.slice(0, 3) }));
}
