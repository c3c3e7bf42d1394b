/** An error of the server in one sentence, with what to do about it. */

import { gettext } from "../../store/words.js";
import { Refused } from "../../wire/requests.js";

/**
 * @param {unknown} error
 * @returns {string}
 */
export function troubleOf(error) {
  if (!(error instanceof Refused)) {
    return gettext("The server can't be reached. Try again in a moment.");
  }
  const [first] = error.answer?.complaints ?? [];
  const place = first ? ` ${first.line}:${first.column} ${first.message}` : "";
  return [error.message + place, error.answer?.remedy ?? ""].filter(Boolean).join(" ");
}
