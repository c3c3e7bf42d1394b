/** The server's HTTP face: sessions, checks, links and scenes. */

/**
 * What the server refused, in its own words, with what to do about it.
 */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {{error?: string, remedy?: string, complaints?: object[]}} body
   */
  constructor(status, body) {
    super(body.error ?? String(status));
    this.status = status;
    this.remedy = body.remedy ?? "";
    this.complaints = body.complaints ?? [];
  }
}

/**
 * @param {string} url
 * @param {object} [body]   posted as JSON; without it the call is a GET
 * @returns {Promise<any>}
 * @throws {Refused} also when the server can't be reached (status 0)
 */
async function call(url, body) {
  /** @type {RequestInit} */
  const request = body
    ? {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify(body),
      }
    : {};
  const answer = await fetch(url, request).catch(() => null);
  if (!answer) throw new Refused(0, {});
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, content);
  return content;
}

function csrfToken() {
  const meta = document.querySelector('meta[name="csrf-token"]');
  return meta?.getAttribute("content") ?? "";
}

/**
 * @param {object} request   what to play: {scene}, {manifests, …}, {link} or {short}
 * @returns {Promise<{token: string, url: string}>}
 */
export const createSession = (request) => call("/api/sessions", request);

/**
 * @param {string} manifests
 * @returns {Promise<{
 *   complaints: import("../editor/problems.js").Complaint[],
 *   objects: {kind: string, name: string, namespace: string, line: number}[],
 *   secrets: {line: number, path: string, what: string}[],
 * }>}
 */
export const check = (manifests) => call("/api/check", { manifests });

/**
 * @param {string} payload   a link of `encodeLink`
 * @returns {Promise<{short: string, url: string}>}
 */
export const createLink = (payload) => call("/api/links", { payload });

/** @returns {Promise<{name: string, title: string, summary: string, question: number | null}[]>} */
export const listScenes = () => call("/api/scenes");

/** @param {string} name @returns {Promise<any>} */
export const readScene = (name) => call(`/api/scenes/${encodeURIComponent(name)}`);
