/** Style sheets of what comes late: the page names them, and they come with it. */

/** @returns {Promise<unknown>} when all are here, or can't come */
export function lateStyles() {
  const sheets = /** @type {NodeListOf<HTMLLinkElement>} */ (
    document.querySelectorAll("link[rel=stylesheet][disabled]")
  );
  const coming = [...sheets].map(
    (sheet) =>
      new Promise((done) => {
        sheet.addEventListener("load", done, { once: true });
        sheet.addEventListener("error", done, { once: true });
        sheet.disabled = false;
      }),
  );
  return Promise.all(coming);
}
