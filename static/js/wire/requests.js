/** The HTTP interface: JSON in, JSON out, with Django's token against forged requests. */

export class Refused extends Error {
  /**
   * @param {number} status
   * @param {any} answer   what the server said: {error, remedy} or {complaints}
   */
  constructor(status, answer) {
    super(answer?.error ?? `HTTP ${status}`);
    this.status = status;
    this.answer = answer;
  }
}

/**
 * The address with the page's language: what the server answers is read by people.
 *
 * @param {string} url
 */
export function inLanguage(url) {
  return `${url}${url.includes("?") ? "&" : "?"}lang=${document.documentElement.lang}`;
}

/** @param {string} url */
export async function get(url) {
  return read(await fetch(inLanguage(url), { headers: { accept: "application/json" } }));
}

/**
 * @param {string} url
 * @param {object} body
 */
export async function post(url, body) {
  const headers = { "content-type": "application/json", "x-csrftoken": csrfToken() };
  const address = inLanguage(url);
  return read(await fetch(address, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** @param {Response} response */
async function read(response) {
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

function csrfToken() {
  const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
}
