/** The words of the page, through Django's catalog; in English where there is none. */

const catalog = /** @type {any} */ (globalThis);

/** @param {string} message */
export function gettext(message) {
  return catalog.django?.gettext
    ? /** @type {string} */ (catalog.django.gettext(message))
    : message;
}

/**
 * @param {string} one
 * @param {string} many
 * @param {number} count
 */
export function ngettext(one, many, count) {
  if (catalog.django?.ngettext) {
    return /** @type {string} */ (catalog.django.ngettext(one, many, count));
  }
  return count === 1 ? one : many;
}

/**
 * Puts values into `%(name)s`, as Django's own does when it is told names.
 *
 * @param {string} message
 * @param {Record<string, string | number>} values
 */
export function interpolate(message, values) {
  return message.replace(/%\((\w+)\)s/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * Something, and what is said of it.
 *
 * @param {string} what
 * @param {string} message
 */
export function told(what, message) {
  return interpolate(gettext("%(what)s: %(message)s"), { what, message });
}

/**
 * A text of a scenario in the page's language, where it has been translated.
 *
 * @param {string} text
 * @param {Record<string, Record<string, string>> | undefined} translations
 * @param {string} [language]
 */
export function said(text, translations, language = catalog.document?.documentElement.lang) {
  const name = (language || "en").toLowerCase();
  const found = [name, name.split("-")[0]].map((known) => translations?.[known]?.[text]);
  return found.find(Boolean) ?? text;
}
