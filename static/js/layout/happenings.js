/**
 * What happened, in one short line: the first half of the moment's sentence.
 *
 * At most 44 characters in English, where names are of usual length; a longer one gives way
 * to its short form.
 */

import { gettext, interpolate, ngettext } from "../store/words.js";
import { brief } from "./brief-name.js";

/**
 * @typedef {import("../wire/records.js").WireRecord} WireRecord
 * @typedef {import("../wire/records.js").ProcessRecord} ProcessRecord
 * @typedef {import("../wire/records.js").InputRecord} InputRecord
 */

export const LONGEST = 44;

/**
 * The first that is short enough, or the last.
 *
 * @param {string[]} candidates
 */
function shortest(...candidates) {
  return candidates.find((text) => text.length <= LONGEST) ?? candidates[candidates.length - 1];
}

/**
 * @param {WireRecord} record
 * @param {string} [unheard]   the signal that was ignored until this end
 * @returns {string} empty for what is no happening but its echo in the API
 */
export function happening(record, unheard = "") {
  if (record.type === "input") return command(record);
  if (record.type === "process" && unheard) return ignored(record, unheard);
  if (record.type === "process") return HAPPENINGS[record.what]?.(record) ?? "";
  if (record.type === "event") return noted(record);
  return "";
}

/**
 * Why there had to be a SIGKILL says more than the code that comes of it.
 *
 * @param {ProcessRecord} record
 * @param {string} signal
 */
function ignored({ container = "" }, signal) {
  const name = brief(container);
  return shortest(
    interpolate(gettext("SIGKILL, as PID 1 of %(name)s ignored %(signal)s:"), { name, signal }),
    interpolate(gettext("PID 1 of %(name)s ignored %(signal)s:"), { name, signal }),
    interpolate(gettext("%(name)s ignored %(signal)s:"), { name, signal }),
  );
}

/** @param {InputRecord} input */
function command(input) {
  const line = input.line.replace(/ -n default\b/, "");
  if (!input.ok)
    return shortest(
      interpolate(gettext("%(line)s is refused:"), { line }),
      gettext("The command is refused:"),
    );
  if (/^kubectl (apply|create) -f/.test(line)) return gettext("You apply the manifest:");
  const within = line.replace(/^kubectl exec .* -- /, "");
  return shortest(typed(line), typed(within), typed(cut(line)));
}

/**
 * The beginning of what was typed, between words where not much is lost by it.
 *
 * @param {string} line
 */
function cut(line) {
  const whole = line.slice(0, LONGEST - 2);
  return `${whole.replace(/\W*\s+\S{0,8}$/, "")}…`;
}

/** @param {string} line */
function typed(line) {
  return interpolate(gettext("%(line)s:"), { line });
}

/**
 * Whether an Event only repeats what a record of the process said more exactly.
 *
 * @param {import("../wire/records.js").EventRecord} event
 */
export function isEcho({ reason, message }) {
  return ["Unhealthy", "BackOff", "Killing"].includes(reason) || ECHOED.test(message);
}

const ECHOED = /^Error: (?:Err)?Image\w+$|^Error: InvalidImageName$/;

/** @param {import("../wire/records.js").EventRecord} event */
function noted(event) {
  if (event.reason === "DeadlineExceeded") return gettext("The active deadline is over:");
  if (event.event_type !== "Warning" || isEcho(event)) return "";
  return interpolate(gettext("The API says %(reason)s:"), { reason: event.reason });
}

/**
 * @param {string} message
 * @param {ProcessRecord} record
 */
function about(message, record) {
  const { container = "", hook = "", signal = "" } = record;
  const name = brief(container);
  const code = record.exitCode ?? 0;
  return interpolate(message, { name, hook, code, signal: `SIG${signal.replace(/^SIG/, "")}` });
}

/** @returns {Record<string, string>} */
export function probeNames() {
  return {
    startup: gettext("Startup probe"),
    readiness: gettext("Readiness probe"),
    liveness: gettext("Liveness probe"),
  };
}

/** @param {number} count */
export function times(count) {
  const words = [gettext("never"), gettext("once"), gettext("twice"), gettext("three times")];
  const more = ngettext("%(count)s time", "%(count)s times", count);
  return words[count] ?? interpolate(more, { count });
}

/** @param {ProcessRecord} record */
function probed(record) {
  const probe = probeNames()[record.probe ?? ""] ?? "";
  const { count = 0, threshold = 0 } = record;
  const values = { probe, count, threshold, times: times(count) };
  if (record.result === "success") return interpolate(gettext("%(probe)s succeeded:"), values);
  if (record.result !== "failure") return interpolate(gettext("%(probe)s gave no answer:"), values);
  if (!threshold || count < threshold) {
    return interpolate(gettext("%(probe)s failed, %(count)s of %(threshold)s:"), values);
  }
  return interpolate(gettext("%(probe)s failed %(times)s:"), values);
}

/** @param {ProcessRecord} record */
function imageOf(record) {
  return (record.image ?? "").replace(/^.*\//, "");
}

/** @type {Record<string, (record: ProcessRecord) => string>} */
const HAPPENINGS = {
  start: (record) =>
    about(
      record.attempt ? gettext("%(name)s has started again:") : gettext("%(name)s has started:"),
      record,
    ),
  exit: (record) => about(gettext("%(name)s has ended with exit code %(code)s:"), record),
  oom: (record) => about(gettext("%(name)s used more memory than it may:"), record),
  signal: (record) => about(gettext("%(name)s gets %(signal)s:"), record),
  "hook-start": (record) => about(gettext("%(hook)s hook of %(name)s runs:"), record),
  "hook-end": (record) =>
    record.result === "failure"
      ? about(gettext("%(hook)s hook of %(name)s failed:"), record)
      : about(gettext("%(hook)s hook of %(name)s is over:"), record),
  probe: probed,
  "pull-start": (record) =>
    shortest(
      interpolate(gettext("Image %(image)s is being pulled:"), { image: imageOf(record) }),
      gettext("The image is being pulled:"),
    ),
  "pull-end": (record) =>
    record.result === "failure"
      ? gettext("The image could not be pulled:")
      : gettext("The image has arrived:"),
  backoff: (record) => about(gettext("%(name)s may not start at once:"), record),
  grace: () => gettext("The grace period begins:"),
  "sandbox-start": () => gettext("The node makes the Pod’s sandbox:"),
  "sandbox-ready": () => gettext("The Pod’s sandbox is ready:"),
  "sandbox-stop": () => gettext("The Pod’s sandbox is taken down:"),
  fault: ({ message = "" }) => shortest(typed(message), typed(cut(message))),
  "fault-end": ({ message = "" }) => shortest(typed(message), typed(cut(message))),
};
