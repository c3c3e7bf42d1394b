/** Which lines of an object's YAML say something else than they did before. */

/**
 * The numbers of the lines of `now` that are new or whose value is another, counted from 0. A
 * line is known by its path: the keys above it, and its place in a list.
 *
 * @param {string} before
 * @param {string} now
 * @returns {Set<number>}
 */
export function changedLines(before, now) {
  const old = new Map(pathsOf(before).map(({ path, value }) => [path, value]));
  return new Set(
    pathsOf(now).flatMap(({ path, value }, i) =>
      path && (!old.has(path) || old.get(path) !== value) ? [i] : [],
    ),
  );
}

/**
 * @param {string} text
 * @returns {{path: string, value: string}[]} for each line; an empty path where there is none
 */
function pathsOf(text) {
  /** @type {{indent: number, key: string, items: number}[]} */
  const above = [];
  return text.split("\n").map((line) => {
    const [, spaces, dash, rest] = /^( *)(- )?(.*)$/.exec(line) ?? ["", "", "", ""];
    if (!rest.trim()) return { path: "", value: "" };
    const indent = spaces.length;
    while (above.length && last(above).indent > indent) above.pop();
    if (dash) {
      while (above.length && last(above).indent === indent && last(above).key.startsWith("[")) {
        above.pop();
      }
      const list = above.at(-1);
      if (list) list.items += 1;
      above.push({ indent: indent + 1, key: `[${list?.items ?? 0}]`, items: 0 });
    }
    const inner = dash ? indent + 2 : indent;
    while (above.length && last(above).indent >= inner) above.pop();
    const [, key, value] = /^([^\s:"']+):(?:\s(.*))?$/.exec(rest) ?? ["", rest, ""];
    above.push({ indent: inner, key, items: 0 });
    return { path: above.map((one) => one.key).join("/"), value: value ?? "" };
  });
}

/**
 * @template T
 * @param {T[]} items   at least one
 */
function last(items) {
  return items[items.length - 1];
}
