/** The field that decided something: its line, its default, or the command that set it. */

import { gettext, interpolate, ngettext } from "../store/words.js";
import { clock, duration } from "./axis.js";
import { placeFor } from "./fields.js";

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {import("../wire/records.js").InputRecord} InputRecord
 * @typedef {import("../wire/records.js").Positions} Positions
 * @typedef {import("./history.js").History} History
 * @typedef {import("./why.js").Station} Station
 */

/**
 * @param {WireRecord} record
 * @param {string} field
 * @param {History} history
 * @param {Positions} positions
 * @param {string} manifests
 * @returns {Station}
 */
export function fieldStation(record, field, history, positions, manifests) {
  const name = field.replace(/\[[^\]]*\]$/, "").replace(/^.*\./, "");
  const setter = setterOf(record, name, history);
  if (setter) {
    const time = clock(setter.t * 1000);
    const text = interpolate(gettext("You ran *%(line)s* at %(time)s."), {
      line: setter.line,
      time,
    });
    const source = gettext("your command");
    return { text, source, line: null, record: setter.id, origin: "input" };
  }
  const place = placeFor(positions, record, history.storyOf(record), field);
  if (!place?.exact) {
    const text = defaultSaid(name, record, history);
    return { text, source: gettext("default"), line: null, record: record.id, origin: "default" };
  }
  const written = (manifests.split("\n")[place.line - 1] ?? "")
    .replace(/\s+#.*$/, "")
    .replace(/^[\s-]+/, "");
  const text = fieldSaid(name, written, record);
  const source = interpolate(gettext("line %(line)s"), { line: place.line });
  return { text, source, line: place.line, record: record.id, origin: "manifest" };
}

/** Commands that write fields which the manifest does not have. */
const WRITES = /^kubectl (?:annotate|apply|create|edit|label|patch|replace|run|set) /;

/** What a command writes, where its words tell: what it is called, and the fields. */
const WRITTEN = /** @type {[RegExp, RegExp][]} */ ([
  [/^kubectl scale /, /^(?:replicas|parallelism)$/],
  [/^kubectl set image /, /^image$/],
  [/^kubectl set env /, /^env(?:From)?$/],
  [/^kubectl set resources /, /^(?:resources|requests|limits|memory|cpu)$/],
  [/^kubectl (?:rollout undo|debug|run) /, /^(?:image|command|args|env)$/],
]);

/**
 * The last command before a record that set the field of what the record is about: what the
 * manifest says of it does not count any more.
 *
 * @param {WireRecord} record
 * @param {string} name   of the field
 * @param {History} history
 * @returns {InputRecord | null}
 */
function setterOf(record, name, history) {
  const story = history.storyOf(record);
  const subject = story?.name ?? ("name" in record ? record.name : "");
  const found = history.inputs.findLast(
    ({ ok, t, id, line }) =>
      ok && t > 0 && id < record.id && sets(line, name) && isAbout(line, subject),
  );
  // A debug container's name is the command's; others of the Pod are the manifest's.
  if (!found || !/^kubectl debug /.test(found.line)) return found ?? null;
  const written = story?.updates.at(-1)?.containers ?? [];
  const kind = written.find(
    (one) => record.type === "process" && one.name === record.container,
  )?.kind;
  return kind === "ephemeral" ? found : null;
}

/**
 * @param {string} line
 * @param {string} name
 */
function sets(line, name) {
  if (/^kubectl patch /.test(line)) return line.includes(`"${name}"`) || line.includes(`/${name}"`);
  return WRITTEN.some(([command, fields]) => command.test(line) && fields.test(name));
}

/**
 * Whether one of the words is the object's name, or that of what made it.
 *
 * @param {string} line
 * @param {string} name
 */
function isAbout(line, name) {
  const words = line.split(/[\s/]+/).slice(2);
  return words.some((word) => word === name || (word && name.startsWith(`${word}-`)));
}

/**
 * @param {string} name
 * @param {WireRecord} record
 * @param {History} history
 */
function defaultSaid(name, record, history) {
  if (name === "command") {
    return gettext("The image’s own *command* runs: the manifest sets none.");
  }
  if (name === "tolerations") {
    return gettext(
      "No *tolerations* are set: only a node that is lost or not ready is tolerated, for 300 s.",
    );
  }
  if (name === "requests") {
    return gettext("No *requests* are set: all that the Pod uses is more than it asked for.");
  }
  const value = defaultOf(name, record);
  if (value)
    return interpolate(gettext("*%(value)s* is the default of %(name)s."), { value, name });
  const written = history.inputs.some(
    (one) => one.t > 0 && one.id < record.id && WRITES.test(one.line),
  );
  const text = written
    ? gettext("*%(name)s* is not in the manifest: a command set it, or it has its default.")
    : gettext("The default of *%(name)s* decides: the manifest doesn’t set it.");
  return interpolate(text, { name });
}

/**
 * @param {string} name
 * @param {WireRecord} record
 */
function defaultOf(name, record) {
  if (record.type === "process" && name === "failureThreshold")
    return String(record.threshold ?? 3);
  if (record.type === "process" && record.what === "grace")
    return duration((record.count ?? 0) * 1000);
  return DEFAULTS[name] ?? "";
}

/** As pkg/apis/*\/defaults.go set them. */
const DEFAULTS = /** @type {Record<string, string>} */ ({
  backoffLimit: "6",
  completions: "1",
  initialDelaySeconds: "0",
  maxSurge: "25%",
  maxUnavailable: "25%",
  parallelism: "1",
  periodSeconds: "10",
  progressDeadlineSeconds: "600",
  replicas: "1",
  restartPolicy: "Always",
  successThreshold: "1",
  terminationGracePeriodSeconds: "30 s",
  timeoutSeconds: "1",
});

/**
 * @param {string} name
 * @param {string} written
 * @param {WireRecord} record
 */
function fieldSaid(name, written, record) {
  const value = written.slice(written.indexOf(":") + 1).trim();
  const known = written.startsWith(`${name}:`) ? FIELDS[name]?.(value) : "";
  if (known && value) return interpolate(known, { value });
  const happened =
    record.type === "process"
      ? gettext("You set *%(written)s*.")
      : gettext("The manifest says *%(written)s*.");
  return interpolate(happened, { written: written.replace(/:$/, "") });
}

/** @type {Record<string, (value: string) => string>} */
const FIELDS = {
  activeDeadlineSeconds: (value) =>
    ngettext(
      "You let the Pod be active for *%(value)s* second.",
      "You let the Pod be active for *%(value)s* seconds.",
      Number(value),
    ),
  failureThreshold: (value) =>
    value === "1"
      ? gettext("*One* failure is the limit you set.")
      : gettext("*%(value)s* failures in a row are the limit you set."),
  successThreshold: (value) =>
    value === "1"
      ? gettext("*One* success is what you asked for.")
      : gettext("*%(value)s* successes in a row are what you asked for."),
  periodSeconds: (value) =>
    ngettext(
      "You let it run every *second*.",
      "You let it run every *%(value)s* seconds.",
      Number(value),
    ),
  initialDelaySeconds: (value) =>
    ngettext(
      "You let it begin after *%(value)s* second.",
      "You let it begin after *%(value)s* seconds.",
      Number(value),
    ),
  timeoutSeconds: (value) =>
    ngettext(
      "You give it *%(value)s* second to answer.",
      "You give it *%(value)s* seconds to answer.",
      Number(value),
    ),
  terminationGracePeriodSeconds: (value) =>
    ngettext(
      "You give the Pod *%(value)s* second to end.",
      "You give the Pod *%(value)s* seconds to end.",
      Number(value),
    ),
  restartPolicy: () => gettext("restartPolicy *%(value)s* is what you set."),
  image: () => gettext("*%(value)s* is the image you named."),
  nodeName: () => gettext("You named the node: *%(value)s*."),
};
