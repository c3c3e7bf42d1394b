/** What a manifest's text says of itself at a glance, also while it is no valid YAML. */

import { gettext } from "../store/words.js";

const BEARER = /^kind: *["']?(Pod|Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob)\b/m;
const KIND = /^kind: *["']?(\w+)/m;
/** In metadata, be it a block or in braces. */
const NAME = /^(?: {2,}|metadata: *\{(?:[^\n]*[ ,])?)name: *["']?([\w.-]+)/m;

/**
 * The first document that Pods come of; the first at all where none does.
 *
 * @param {string} text
 */
function playedPart(text) {
  const parts = text.split(/^---.*$/m);
  return parts.find((part) => BEARER.test(part)) ?? parts[0];
}

/**
 * What a file of it may be called: `web.yaml`.
 *
 * @param {string} text
 */
export function fileNameOf(text) {
  return `${NAME.exec(playedPart(text))?.[1] ?? gettext("manifest")}.yaml`;
}

/**
 * What it makes: `Pod web`.
 *
 * @param {string} text
 */
export function subjectOf(text) {
  const part = playedPart(text);
  return `${KIND.exec(part)?.[1] ?? ""} ${NAME.exec(part)?.[1] ?? ""}`.trim();
}
