/** What this browser remembers of its person; nothing, where storage is forbidden. */

/**
 * @param {string} name
 * @returns {string | null}
 */
export function recall(name) {
  try {
    return localStorage.getItem(`podviz.${name}`);
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {string | null} value   null forgets it
 */
export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(`podviz.${name}`);
    else localStorage.setItem(`podviz.${name}`, value);
  } catch {
    // The choice still holds for this page.
  }
}
