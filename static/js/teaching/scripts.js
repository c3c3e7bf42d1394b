/** What was done in one of two plays only. */

/**
 * The lines of two scripts that are not in both, those of the first before those of the second.
 *
 * @param {string} first    a command a line, its moment first
 * @param {string} second
 * @returns {[string, string][]} a sign and a line each
 */
export function scriptsApart(first, second) {
  const [left, right] = [first, second].map((script) =>
    script
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  );
  /** @type {(sign: string) => (line: string) => [string, string]} */
  const signed = (sign) => (line) => [sign, line];
  return [
    ...left.filter((line) => !right.includes(line)).map(signed("-")),
    ...right.filter((line) => !left.includes(line)).map(signed("+")),
  ];
}
