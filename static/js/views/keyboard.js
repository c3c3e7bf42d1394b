/** Keys to actions, except where a person is typing. */

/** @typedef {import("./actions.js").Action} Action */

/** @param {Action[]} actions */
export function listenForKeys(actions) {
  document.addEventListener("click", letGo);
  const byKey = new Map(actions.flatMap((action) => action.keys.map((key) => [key, action])));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isTyping(event) || event.altKey) return;
    const action = byKey.get(nameOf(event));
    if (!action) return;
    event.preventDefault();
    action.run();
  });
}

/** @param {KeyboardEvent} event */
function nameOf(event) {
  const held = event.ctrlKey ? "Control+" : event.metaKey ? "Meta+" : "";
  const shift = event.shiftKey && event.key.length > 1 ? "Shift+" : "";
  return `${held}${shift}${event.key}`;
}

/**
 * Text fields keep all keys; buttons keep those that press them. What stood in a dialog that was
 * just closed has the focus until the next frame, and keeps nothing.
 *
 * @param {KeyboardEvent} event
 */
function isTyping(event) {
  const { target } = event;
  if (document.querySelector("dialog[open]")) return true;
  if (!(target instanceof HTMLElement) || target.closest("dialog")) return false;
  if (target.isContentEditable || target.closest("input, textarea, select, .cm-editor"))
    return true;
  return event.key === " " && target.closest("button, a, summary") !== null;
}

/**
 * A button that was pressed by hand gives the keys back to the stage: who clicked "next event"
 * means playing by the space bar.
 *
 * @param {MouseEvent} event
 */
function letGo(event) {
  const button = /** @type {HTMLElement} */ (event.target).closest("button");
  const byHand = event.detail > 0;
  if (byHand && button && !button.closest("dialog, .editing")) button.blur();
}
