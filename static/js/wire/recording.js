/** Instead of the socket, where a page carries all its frames in itself and no server is asked. */

/** @typedef {import("./records.js").Frame} Frame */

/** The frames that the page carries; null where it has none, so that a server is needed. */
export function recordedFrames() {
  const element = document.getElementById("recording");
  if (!element) return null;
  const texts = /** @type {string[]} */ (JSON.parse(element.textContent || "[]"));
  return texts.map((text) => /** @type {Frame} */ (JSON.parse(text)));
}
