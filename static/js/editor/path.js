/**
 * Where a place in a manifest lies: the YAML path of a row and column, by indentation alone,
 * so that it also works while the text is half-written and no parser would take it.
 */

/**
 * @typedef {object} Place
 * @property {(string | number)[]} path   keys and indexes from the document's root to the mapping
 * @property {string} key                 the key on this row, as far as it is written
 * @property {boolean} inValue            whether the column lies behind the colon
 * @property {string} kind                what the document's `kind:` says, or ""
 * @property {string[]} siblings          the keys that stand beside this one
 */

/**
 * @typedef {object} Entry
 * @property {number} row
 * @property {number[]} dashes    columns of the list dashes that open this row
 * @property {number} column      where the key or the value begins
 * @property {string | null} key
 * @property {string} value
 */

const ENTRY =
  /^(?:("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#:{}[\],&*!|>'"%@`-][^:#]*?|[\w./-]+)\s*:(?=\s|$))?(.*)$/;

/**
 * @param {string} line
 * @param {number} row
 * @returns {Entry | null} null for blank lines and comments
 */
function entryOf(line, row) {
  let column = line.length - line.trimStart().length;
  let rest = line.slice(column);
  if (!rest || rest.startsWith("#")) return null;
  const dashes = [];
  for (let dash = /^-(\s+|$)/.exec(rest); dash; dash = /^-(\s+|$)/.exec(rest)) {
    dashes.push(column);
    column += dash[0].length || 1;
    rest = rest.slice(dash[0].length);
  }
  const match = ENTRY.exec(rest);
  const key = match?.[1] === undefined ? null : match[1].replace(/^["']|["']$/g, "");
  return { row, dashes, column, key, value: (match?.[2] ?? rest).trim() };
}

/**
 * The rows of the document that a row lies in.
 *
 * @param {string[]} lines
 * @param {number} row
 * @returns {[number, number]} first row, and the row after the last
 */
export function documentAround(lines, row) {
  let from = row;
  while (from > 0 && !/^---(\s|$)/.test(lines[from])) from--;
  let to = row + 1;
  while (to < lines.length && !/^---(\s|$)/.test(lines[to])) to++;
  return [from, to];
}

/**
 * @param {string[]} lines   the whole text
 * @param {number} row       0-based
 * @param {number} column    0-based
 * @returns {Place | null} null inside a block of text (`|`, `>`)
 */
export function placeAt(lines, row, column) {
  const [from, to] = documentAround(lines, row);
  const entries = [];
  for (let at = from; at < to; at++) {
    const entry = /^---(\s|$)/.test(lines[at]) ? null : entryOf(lines[at], at);
    if (entry) entries.push(entry);
  }
  const here = entries.find((entry) => entry.row === row) ?? blank(lines[row], row, column);
  const above = entries.filter((entry) => entry.row < row);
  const path = climb(here, above);
  if (path === null) return null;
  const colon = here.key === null ? Infinity : lines[row].indexOf(":", here.column);
  const kind = entries.find((entry) => entry.key === "kind" && entry.column === 0)?.value ?? "";
  return {
    path,
    key: here.key ?? here.value,
    inValue: column > colon,
    kind: kind.replace(/^["']|["']$/g, ""),
    siblings: siblingsOf(here, entries),
  };
}

/**
 * @param {string} line
 * @param {number} row
 * @param {number} column
 * @returns {Entry}
 */
function blank(line, row, column) {
  return { row, dashes: [], column: Math.max(column, 0), key: null, value: line.trim() };
}

/**
 * From a row up to the root: each row further up that stands less deep is a parent.
 *
 * @param {Entry} here
 * @param {Entry[]} above
 * @returns {(string | number)[] | null}
 */
function climb(here, above) {
  /** @type {(string | number)[]} */
  const path = [];
  const climber = { limit: here.column, list: -1 };
  openLists(here, path, climber);
  for (const entry of above.toReversed()) {
    if (climber.list >= 0 && entry.dashes.includes(climber.list)) {
      path[0] = Number(path[0]) + 1;
      openLists({ ...entry, dashes: entry.dashes.filter((d) => d < climber.list) }, path, climber);
      continue;
    }
    if (opensText(entry, climber.limit)) return null;
    const reach = climber.list >= 0 ? climber.limit : climber.limit - 1;
    if (entry.key !== null && entry.column <= reach) {
      path.unshift(entry.key);
      climber.limit = entry.column;
      climber.list = -1;
    }
    openLists(entry, path, climber);
  }
  return path;
}

/**
 * Whether the row opens a block of text (`|`, `>`) that reaches as deep as `limit`.
 *
 * @param {Entry} entry
 * @param {number} limit
 */
function opensText(entry, limit) {
  const column = entry.key === null ? (entry.dashes.at(-1) ?? Infinity) : entry.column;
  return column < limit && /^[|>][-+\d]*(\s|$)/.test(entry.value);
}

/**
 * A dash to the left of what is being climbed from begins the list item that contains it.
 *
 * @param {Entry} entry
 * @param {(string | number)[]} path
 * @param {{limit: number, list: number}} climber
 */
function openLists(entry, path, climber) {
  for (const dash of entry.dashes.toReversed()) {
    if (dash >= climber.limit) continue;
    path.unshift(0);
    climber.limit = dash;
    climber.list = dash;
  }
}

/**
 * @param {Entry} here
 * @param {Entry[]} entries
 * @returns {string[]}
 */
function siblingsOf(here, entries) {
  const index = entries.findIndex((entry) => entry.row >= here.row);
  const start = index < 0 ? entries.length : index;
  /** @param {Entry[]} side @param {boolean} upwards */
  const walk = (side, upwards) => {
    const keys = [];
    for (const entry of side) {
      if (entry.column < here.column) break;
      const opens = entry.column === here.column && entry.dashes.length > 0;
      if (opens && !upwards) break;
      if (entry.column === here.column && entry.key !== null) keys.push(entry.key);
      if (opens) break;
    }
    return keys;
  };
  const before = here.dashes.length ? [] : walk(entries.slice(0, start).toReversed(), true);
  const after = walk(
    entries.slice(start).filter((entry) => entry.row > here.row),
    false,
  );
  return [...before, ...after];
}
