/** On a phone the panels are one sheet, opened by its handle or by a tab. */

/** @param {HTMLElement} panels */
export function listenForSheet(panels) {
  const toggle = (/** @type {boolean} */ open) => panels.classList.toggle("open", open);
  let startY = 0;
  panels.addEventListener("pointerdown", (event) => {
    startY = event.clientY;
  });
  panels.addEventListener("pointerup", (event) => {
    const by = event.clientY - startY;
    if (Math.abs(by) > 24) toggle(by < 0);
    else if (event.target === panels) toggle(!panels.classList.contains("open"));
    else if (/** @type {Element} */ (event.target).closest("[role=tab]")) toggle(true);
  });
}
