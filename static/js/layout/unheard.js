/** A signal of which nothing in a container took notice, so that SIGKILL had to end it. */

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {import("./history.js").History} History
 */

/**
 * What was ignored until this SIGKILL, or until this end by one; "" where nothing was.
 *
 * @param {WireRecord} record
 * @param {History} history
 * @returns {string} SIGTERM, or what the image wants instead
 */
export function unheardBefore(record, history) {
  if (record.type !== "process") return "";
  if (record.what === "exit") {
    const cause = causeOf(record, history);
    return cause?.what === "signal" ? unheardBefore(cause, history) : "";
  }
  if (record.what !== "signal" || record.result !== "ignored") return "";
  return `SIG${causeOf(record, history)?.signal || "TERM"}`;
}

/**
 * @param {WireRecord} record
 * @param {History} history
 */
function causeOf({ cause }, history) {
  const found = cause ? history.byId.get(cause) : undefined;
  return found?.type === "process" ? found : null;
}
