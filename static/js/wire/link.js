/**
 * Links that hold everything: `v1:` and the base64url of the deflated JSON of a scenario.
 *
 * The server reads them, and writes the same form (lifecycle/sessions/link.py).
 */

const PREFIX = "v1:";

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
