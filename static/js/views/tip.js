/** What lies under the pointer, in words. */

/** @param {HTMLElement} tip */
export function showTips(tip) {
  document.addEventListener("pointermove", (event) => {
    const target = event.pointerType === "touch" ? null : /** @type {Element} */ (event.target);
    const text = target?.closest?.("[data-tip]")?.getAttribute("data-tip") ?? "";
    tip.classList.toggle("shown", text !== "");
    if (!text) return;
    tip.textContent = text;
    const x = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const y = Math.min(event.clientY + 18, innerHeight - tip.offsetHeight - 8);
    tip.style.setProperty("transform", `translate(${x}px, ${y}px)`);
  });
}
