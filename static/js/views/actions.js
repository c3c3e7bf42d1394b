/** Everything that a key can do, with its words: the keyboard, the help and the palette use it. */

import { zoom } from "../layout/axis.js";
import { neighbour } from "../layout/steps.js";
import { gettext, interpolate } from "../store/words.js";
import { present } from "./top.js";

/**
 * @typedef {object} Action
 * @property {string[]} keys   as KeyboardEvent.key names them, "Shift+" and "Control+" before
 * @property {string} words
 * @property {() => void} run
 */

/**
 * @typedef {object} Openers   what is opened elsewhere
 * @property {() => void} help
 * @property {() => void} palette
 * @property {() => void} branches
 * @property {() => void} people   who is here
 * @property {() => void} command   a line for kubectl, at this moment
 * @property {() => void} why
 * @property {() => void} predict   be asked what comes next
 * @property {() => void} library
 * @property {() => void} share
 * @property {() => void} edit
 * @property {() => void} lanes    what the timeline shows
 */

/**
 * @param {import("../store/store.js").Store} store
 * @param {Openers} open
 * @returns {Action[]}
 */
export function actionsOf(store, open) {
  return [...playing(store), ...showing(store, open)];
}

/**
 * @param {import("../store/store.js").Store} store
 * @returns {Action[]}
 */
function playing(store) {
  const step = (/** @type {1 | -1} */ direction) =>
    store.stepTo(neighbour(store.trace?.steps ?? [], store.atMs, direction));
  const by = (/** @type {number} */ share) => store.seek(store.atMs + share * store.lengthMs);
  const tenths = Array.from({ length: 10 }, (_, n) => ({
    keys: [String(n)],
    words: interpolate(gettext("Go to %(share)s %"), { share: n * 10 }),
    run: () => store.seek((n / 10) * store.lengthMs),
  }));
  return [
    { keys: [" ", "."], words: gettext("Play or pause"), run: () => store.toggle() },
    { keys: ["ArrowRight", "PageDown"], words: gettext("Next event"), run: () => step(1) },
    { keys: ["ArrowLeft", "PageUp"], words: gettext("Previous event"), run: () => step(-1) },
    { keys: ["Shift+ArrowRight"], words: gettext("10 % on"), run: () => by(0.1) },
    { keys: ["Shift+ArrowLeft"], words: gettext("10 % back"), run: () => by(-0.1) },
    { keys: ["Home"], words: gettext("First moment"), run: () => store.stepTo(0) },
    {
      keys: ["End"],
      words: gettext("Last event"),
      run: () => store.stepTo(store.trace?.steps.at(-1)?.atMs ?? store.lengthMs),
    },
    { keys: ["+", "="], words: gettext("Faster"), run: () => store.changeSpeed(1) },
    { keys: ["-"], words: gettext("Slower"), run: () => store.changeSpeed(-1) },
    {
      keys: ["m"],
      words: gettext("Set or remove a marker"),
      run: () => store.gaze.mark(store.atMs),
    },
    {
      keys: ["]"],
      words: gettext("Next marker or chapter"),
      run: () => store.stepTo(marker(store, 1)),
    },
    {
      keys: ["["],
      words: gettext("Previous marker or chapter"),
      run: () => store.stepTo(marker(store, -1)),
    },
    ...tenths,
  ];
}

/**
 * @param {import("../store/store.js").Store} store
 * @param {Openers} open
 * @returns {Action[]}
 */
function showing(store, open) {
  const deleteLine = () => {
    const { story } = store;
    const where = story?.namespace === "default" ? "" : ` -n ${story?.namespace}`;
    if (story) store.input(`kubectl delete pod ${story.name}${where}`);
  };
  const toggle = (/** @type {"idleCollapsed" | "futureHidden" | "asTable"} */ what) =>
    store.sight.toggle(what);
  return [
    { keys: ["d"], words: gettext("Delete the Pod now"), run: deleteLine },
    {
      keys: ["f"],
      words: gettext("Fork here: break something or run a command"),
      run: open.command,
    },
    { keys: ["e"], words: gettext("Edit the manifest"), run: open.edit },
    { keys: ["l"], words: gettext("Scenes"), run: open.library },
    { keys: ["s"], words: gettext("Share"), run: open.share },
    { keys: ["b"], words: gettext("Branches"), run: open.branches },
    {
      keys: ["Control+z", "Meta+z"],
      words: gettext("Undo: back to before the command"),
      run: () => store.undo(),
    },
    {
      keys: ["r", "Control+y"],
      words: gettext("Redo: the command again"),
      run: () => store.redo(),
    },
    {
      keys: ["j"],
      words: gettext("Break away from the host, or come back"),
      run: () => store.followOrNot(),
    },
    { keys: ["o"], words: gettext("Point at this moment, for all"), run: () => store.point() },
    { keys: ["c"], words: gettext("Who is here"), run: open.people },
    { keys: ["w"], words: gettext("Why"), run: open.why },
    { keys: ["q"], words: gettext("Predict what comes next"), run: open.predict },
    { keys: ["p"], words: gettext("Present"), run: () => present() },
    { keys: ["t"], words: gettext("Light, dark or as the system"), run: () => pressTheme() },
    { keys: ["z"], words: gettext("Zoom to all"), run: () => store.gaze.show(null) },
    { keys: ["Shift+ArrowUp"], words: gettext("Zoom in"), run: () => zoomBy(store, 0.5) },
    { keys: ["Shift+ArrowDown"], words: gettext("Zoom out"), run: () => zoomBy(store, 2) },
    {
      keys: ["i"],
      words: gettext("Skip where nothing happens"),
      run: () => toggle("idleCollapsed"),
    },
    {
      keys: ["u"],
      words: gettext("Hide what is still to come"),
      run: () => toggle("futureHidden"),
    },
    { keys: ["v"], words: gettext("The timeline as a table"), run: () => toggle("asTable") },
    { keys: ["x"], words: gettext("Measure from here; again: to here"), run: () => measure(store) },
    { keys: ["g"], words: gettext("What the timeline shows"), run: open.lanes },
    {
      keys: ["a"],
      words: gettext("Read out: each event, only changes, nothing"),
      run: () => store.sight.tellNext(),
    },
    { keys: ["?"], words: gettext("All keys"), run: open.help },
    { keys: ["Control+k", "Meta+k"], words: gettext("Find a command"), run: open.palette },
    { keys: ["Escape"], words: gettext("Back to the moment"), run: () => leave(store) },
  ];
}

/**
 * Around the playhead.
 *
 * @param {import("../store/store.js").Store} store
 * @param {number} factor
 */
function zoomBy(store, factor) {
  const { atMs, lengthMs } = store;
  const window = store.gaze.window ?? { fromMs: 0, toMs: lengthMs };
  const aroundMs = Math.max(window.fromMs, Math.min(window.toMs, atMs));
  store.gaze.show(zoom(window, factor, aroundMs, lengthMs));
}

/** @param {import("../store/store.js").Store} store */
function measure(store) {
  store.sight.measureAt(store.atMs);
}

/** @param {import("../store/store.js").Store} store */
function leave(store) {
  if (store.gaze.selected !== null || store.gaze.line !== null) store.gaze.select(null);
  else present(false);
}

/**
 * @param {import("../store/store.js").Store} store
 * @param {1 | -1} direction
 * @returns {number | null}
 */
function marker(store, direction) {
  const chapters = store.opened?.scenario.chapters ?? [];
  const moments = [...store.gaze.markers, ...chapters.map((chapter) => chapter.at_ms)].sort(
    (a, b) => a - b,
  );
  return direction > 0
    ? (moments.find((ms) => ms > store.atMs + 1) ?? null)
    : (moments.findLast((ms) => ms < store.atMs - 1) ?? null);
}

/** The button on top also says what holds now. */
function pressTheme() {
  document.getElementById("theme")?.click();
}
