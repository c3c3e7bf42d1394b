/** Fetches the spec of the Pod that is looked at: the records tell its life, not what it is. */

import { podAt } from "../layout/status-at.js";

/**
 * @param {import("../store/store.js").Store} store
 * @returns {import("./loop.js").View}
 */
export function specReader(store) {
  return {
    draw({ story, atMs }) {
      if (!story || store.specs.has(story.uid) || !podAt(story, atMs)) return;
      store.specs.set(story.uid, null);
      const line = `kubectl get pod ${story.name} -n ${story.namespace} -o json`;
      store.ask("get", line, Math.round(atMs)).then((text) => {
        const spec = specIn(text);
        if (spec) store.specs.set(story.uid, spec);
        else store.specs.delete(story.uid);
        if (spec) store.changed();
      });
    },
  };
}

/**
 * @param {string | null} text
 * @returns {import("../layout/spec.js").PodSpec | null}
 */
function specIn(text) {
  try {
    return JSON.parse(text ?? "").spec ?? null;
  } catch {
    return null;
  }
}
