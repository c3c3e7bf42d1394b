/** Names may have 63 letters; a sentence of the moment has room for two dozen. */

const LONGEST = 24;
const KEPT = 10;

/**
 * A name with what tells it apart: its beginning and its end.
 *
 * @param {string} name
 */
export function brief(name) {
  return name.length > LONGEST ? `${name.slice(0, KEPT)}…${name.slice(-KEPT)}` : name;
}
