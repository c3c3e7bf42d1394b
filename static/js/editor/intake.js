/** Manifests from files: chosen, dropped or pasted, several at once, as one text. */

/**
 * @typedef {{name: string, text: string}} Source
 * @typedef {{name: string, reason: "size" | "binary" | "unreadable"}} Rejected
 */

/** The server takes no more than this; it is said here before anything is sent. */
export const MAX_BYTES = 1024 * 1024;

/**
 * The text of several files, as one manifest of several documents.
 *
 * @param {Source[]} sources
 * @returns {string}
 */
export function join(sources) {
  if (sources.length === 1) return sources[0].text;
  return sources
    .map(({ name, text }) => {
      const body = text.replace(/^\uFEFF?(---[^\S\n]*\n)?/, "");
      return `# ${name}\n${body}${body.endsWith("\n") ? "" : "\n"}`;
    })
    .join("---\n");
}

/**
 * @param {Iterable<File>} files
 * @returns {Promise<{sources: Source[], rejected: Rejected[]}>}
 */
export async function readFiles(files) {
  /** @type {Source[]} */
  const sources = [];
  /** @type {Rejected[]} */
  const rejected = [];
  let bytes = 0;
  for (const file of files) {
    bytes += file.size;
    if (bytes > MAX_BYTES) {
      rejected.push({ name: file.name, reason: "size" });
      continue;
    }
    const text = await decode(file);
    if (typeof text === "string") sources.push({ name: file.name, text });
    else rejected.push({ name: file.name, reason: text.reason });
  }
  return { sources, rejected };
}

/**
 * @param {File} file
 * @returns {Promise<string | {reason: "binary" | "unreadable"}>}
 */
async function decode(file) {
  try {
    const bytes = await file.arrayBuffer();
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? { reason: "binary" } : text;
  } catch (error) {
    return { reason: error instanceof TypeError ? "binary" : "unreadable" };
  }
}
