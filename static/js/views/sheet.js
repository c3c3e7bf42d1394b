/** On a phone the panels are one sheet, opened by its handle or by a tab. */

/** Show what a tab holds, where only the tabs are seen. */
export function openSheet() {
  document.querySelector(".panels")?.classList.add("open");
}

/** @param {HTMLElement} panels */
export function listenForSheet(panels) {
  const toggle = (/** @type {boolean} */ open) => panels.classList.toggle("open", open);
  let startY = 0;
  let dragged = false;
  panels.addEventListener("pointerdown", (event) => {
    startY = event.clientY;
    dragged = false;
  });
  panels.addEventListener("pointerup", (event) => {
    const by = event.clientY - startY;
    dragged = Math.abs(by) > 24;
    if (dragged) toggle(by < 0);
  });
  // Not before the click: a finger's comes later, and would meet what has moved there meanwhile.
  panels.addEventListener("click", (event) => {
    if (dragged) return;
    if (event.target === panels) toggle(!panels.classList.contains("open"));
    else if (/** @type {Element} */ (event.target).closest("[role=tab]")) toggle(true);
  });
}
