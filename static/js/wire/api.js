/** The server's addresses: sessions, checks, links and scenes. They throw `Refused`. */

import { get, post } from "./requests.js";

/**
 * @param {object} request   what to play: {scene}, {manifests, …}, {link} or {short}
 * @returns {Promise<{token: string, url: string}>}
 */
export const createSession = (request) => post("/api/sessions", request);

/**
 * A session of one's own that goes on from a moment of another.
 *
 * @param {string} fork   the other's token
 * @param {number} branch
 * @param {number} moment_ms
 * @returns {Promise<{token: string, url: string}>}
 */
export const forkSession = (fork, branch, moment_ms) =>
  post("/api/sessions", { fork, branch, moment_ms });

/**
 * A link that makes somebody else the host.
 *
 * @param {string} token
 * @returns {Promise<{url: string}>}
 */
export const offerHandover = (token) => post(`/api/sessions/${token}/handover`, {});

/**
 * @param {string} manifests
 * @returns {Promise<{
 *   complaints: import("../editor/problems.js").Complaint[],
 *   objects: {kind: string, name: string, namespace: string, line: number}[],
 *   secrets: {line: number, path: string, what: string}[], blanked: string,
 * }>}
 */
export const check = (manifests) => post("/api/check", { manifests });

/**
 * @param {string} payload   a link of `encodeLink`
 * @returns {Promise<{short: string, url: string}>}
 */
export const createLink = (payload) => post("/api/links", { payload });

/** @returns {Promise<{name: string, title: string, summary: string, question: number | null}[]>} */
export const listScenes = () => get("/api/scenes");

/**
 * @param {string} name
 * @returns {Promise<import("./records.js").Scenario>}
 */
export const readScene = (name) => get(`/api/scenes/${encodeURIComponent(name)}`);
