/** What lies under the pointer, or has the focus of a key, in words. */

/** @param {HTMLElement} tip */
export function showTips(tip) {
  const show = (
    /** @type {string} */ text,
    /** @type {number} */ left,
    /** @type {number} */ top,
  ) => {
    tip.classList.toggle("shown", text !== "");
    if (!text) return;
    tip.textContent = text;
    const x = Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8));
    const y = Math.min(top, innerHeight - tip.offsetHeight - 8);
    tip.style.setProperty("transform", `translate(${x}px, ${y}px)`);
  };
  document.addEventListener("pointermove", (event) => {
    const target = event.pointerType === "touch" ? null : /** @type {Element} */ (event.target);
    show(textOf(target), event.clientX + 14, event.clientY + 18);
  });
  document.addEventListener("focusin", ({ target }) => {
    const element = /** @type {Element} */ (target);
    if (!element.matches(":focus-visible")) return;
    const { left, bottom } = element.getBoundingClientRect();
    show(textOf(element), left, bottom + 6);
  });
  document.addEventListener("focusout", () => show("", 0, 0));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && show("", 0, 0));
}

/** @param {Element | null} target */
function textOf(target) {
  return target?.closest?.("[data-tip]")?.getAttribute("data-tip") ?? "";
}
