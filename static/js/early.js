/**
 * What need not wait for the stage: where the page is to play a scene, its session is asked for
 * while the other modules are still on their way.
 */

import { createSession } from "./wire/api.js";

/** @type {{scene?: string, atMs?: number}} */
const page = JSON.parse(document.getElementById("page")?.textContent || "{}");
const linked = /^#v\d+:/.test(location.hash);

const moment = page.atMs === undefined ? {} : { moment_ms: page.atMs };

/** The session of the page's scene; null where it plays something else. */
export const sceneSession =
  page.scene && !linked ? createSession({ scene: page.scene, ...moment }) : null;
// Who waits for it hears of its failure; until then nobody does.
sceneSession?.catch(() => undefined);
