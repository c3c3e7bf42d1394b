/**
 * Links that hold everything: `v1:` and the base64url of the deflated JSON of a scenario.
 *
 * The server reads and writes the same form (lifecycle/sessions/link.py).
 */

const PREFIX = "v1:";

/** A link that unpacks to more than this is refused: nobody shares megabytes of manifest. */
export const MAX_UNPACKED = 2 * 1024 * 1024;

/**
 * @typedef {"damaged" | "newer" | "enormous"} LinkFault
 */

export class LinkError extends Error {
  /** @param {LinkFault} fault */
  constructor(fault) {
    super(fault);
    this.fault = fault;
  }
}

/**
 * @param {object} scenario
 * @returns {Promise<string>}
 */
export async function encodeLink(scenario) {
  const bytes = new TextEncoder().encode(JSON.stringify(scenario));
  const packed = await new Response(
    new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate")),
  ).arrayBuffer();
  let binary = "";
  for (const byte of new Uint8Array(packed)) binary += String.fromCharCode(byte);
  return PREFIX + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} link
 * @returns {Promise<object>}
 * @throws {LinkError}
 */
export async function decodeLink(link) {
  const version = /^v(\d+):/.exec(link);
  if (!version) throw new LinkError("damaged");
  if (version[1] !== "1") throw new LinkError("newer");
  const text = await unpack(link.slice(PREFIX.length));
  try {
    const scenario = JSON.parse(text);
    if (scenario && typeof scenario === "object" && !Array.isArray(scenario)) return scenario;
  } catch {
    // Told below, as for anything else that is no scenario.
  }
  throw new LinkError("damaged");
}

/** @param {string} packed */
async function unpack(packed) {
  const chunks = [];
  let size = 0;
  try {
    const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const reader = stream.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      size += read.value.length;
      if (size > MAX_UNPACKED) throw new LinkError("enormous");
      chunks.push(read.value);
    }
  } catch (error) {
    throw error instanceof LinkError ? error : new LinkError("damaged");
  }
  return new Blob(chunks).text();
}
