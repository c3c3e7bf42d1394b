/** Draw again only what has changed. */

/**
 * A function that tells whether any of its arguments differs from those of the last call.
 *
 * @returns {(...keys: unknown[]) => boolean}
 */
export function changes() {
  /** @type {unknown[] | null} */
  let last = null;
  return (...keys) => {
    const differ = last === null || keys.some((key, i) => !Object.is(key, last?.[i]));
    last = keys;
    return differ;
  };
}

/**
 * The value for these keys, made again only when one of them differs.
 *
 * @template T
 * @returns {(make: () => T, ...keys: unknown[]) => T}
 */
export function kept() {
  const differ = changes();
  /** @type {T} */
  let value;
  return (make, ...keys) => {
    if (differ(...keys)) value = make();
    return value;
  };
}
