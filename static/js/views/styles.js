/** Style sheets of what comes late: the page names them, and they come with it. */

/** @type {Promise<unknown> | null} */
let coming = null;

/**
 * Fetched once; whoever asks later waits for the same.
 *
 * @returns {Promise<unknown>} when all are here, or can't come
 */
export function lateStyles() {
  coming ??= Promise.all([...lateSheets()].map(fetched));
  return coming;
}

/** @returns {NodeListOf<HTMLLinkElement>} */
function lateSheets() {
  return document.querySelectorAll("link[rel=stylesheet][disabled]");
}

/** @param {HTMLLinkElement} sheet */
function fetched(sheet) {
  return new Promise((done) => {
    sheet.addEventListener("load", done, { once: true });
    sheet.addEventListener("error", done, { once: true });
    sheet.disabled = false;
  });
}
