/** Modules that are fetched late: by then the network may have gone, and it may come back. */

/** So long a module is waited for until it is asked for again. */
const WAITS_MS = [300, 1200, 3500];

/**
 * A module, asked for once more after each wait; rejects when the last was in vain. Browsers of
 * before 2026 remember that it failed until the page is loaded again (whatwg/html, 10327).
 *
 * @template T
 * @param {() => Promise<T>} load   `async () => await import("./x.js")`: searched for as text
 * @returns {Promise<T>}
 */
export async function lateModule(load) {
  for (const waitMs of WAITS_MS) {
    try {
      return await load();
    } catch {
      await new Promise((done) => setTimeout(done, waitMs));
    }
  }
  return load();
}
