/** The stage: puts the store, the socket and the views together and starts them. */

import { sceneSession } from "./early.js";
import { podAt } from "./layout/status-at.js";
import { Store } from "./store/store.js";
import { gettext } from "./store/words.js";
import { Lesson } from "./teaching/lesson.js";
import { actionsOf } from "./views/actions.js";
import { Dialog } from "./views/dialogs/dialog.js";
import { chooseFiles, dropZone } from "./views/dialogs/dropping.js";
import { troubleOf } from "./views/dialogs/trouble.js";
import { Editing } from "./views/editing.js";
import { Invitation } from "./views/invitation.js";
import { listenForKeys } from "./views/keyboard.js";
import { Loop } from "./views/loop.js";
import { Manifest } from "./views/manifest.js";
import { momentView } from "./views/moment.js";
import { Painter } from "./views/picture.js";
import { pointingView } from "./views/pointing.js";
import { Panel } from "./views/panel.js";
import { specReader } from "./views/spec.js";
import { listenForSheet, openSheet } from "./views/sheet.js";
import { listenForSplitters } from "./views/splitters.js";
import { Timeline } from "./views/timeline/timeline.js";
import { showTips } from "./views/tip.js";
import { present, topView } from "./views/top.js";
import { Transport } from "./views/transport.js";
import { whyView } from "./views/why.js";
import { createSession } from "./wire/api.js";
import { lateModule } from "./wire/modules.js";
import { recordedFrames } from "./wire/recording.js";
import { Refused } from "./wire/requests.js";
import { Socket } from "./wire/socket.js";

/**
 * What the page was asked for; the server writes it into the page.
 *
 * @typedef {object} Page
 * @property {string} [session]   the token of one that exists
 * @property {string} [scene]     to be played in a new session
 * @property {string} [short]     a short link, to be played in a new session
 * @property {number} [atMs]      the moment to begin at
 * @property {boolean} [embed]    as a part of another page, which nobody hosts
 * @property {boolean} [autoplay]
 * @property {string[]} [lanes]   those to be shown
 * @property {boolean} [library]  open the library
 * @property {boolean} [empty]    play nothing: open the editor
 * @property {import("./teaching/lesson.js").LessonPage} [lesson]   the scene is a lesson
 */

/** So long after the first records the dialogs are fetched. */
const LATE_MS = 200;

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

const store = new Store();
const page = /** @type {Page} */ (JSON.parse(element("page").textContent || "{}"));
const goTo = (/** @type {string} */ url) => location.assign(url);

/** @param {string} token */
function connect(token) {
  const socket = new Socket(token, {
    receive: (frame) => {
      store.clockOffsetMs = socket.clockOffsetMs;
      store.receive(frame);
    },
    connection: (state) => store.connected(state),
    have: () =>
      store.trace && {
        branch: store.branch,
        have: store.trace.length,
        edition: store.opened?.edition ?? "",
      },
  });
  store.send = (message) => socket.send(message);
  socket.open();
}

/**
 * Play what the page carries in itself; nothing can be asked or changed.
 *
 * @param {import("./wire/records.js").Frame[]} frames
 */
function playRecording(frames) {
  store.alone = true;
  store.send = () => false;
  store.connected("open");
  if (page.autoplay) store.playWhenThere();
  for (const frame of frames) store.receive(frame);
}

/** What to play: a session that exists, or a new one for what the address asks. */
async function start() {
  const recorded = recordedFrames();
  if (recorded) return playRecording(recorded);
  const link = /^#v\d+:/.test(location.hash) ? location.hash.slice(1) : "";
  const moment = page.atMs === undefined ? {} : { moment_ms: page.atMs };
  try {
    if (page.session && !link) {
      store.alone = page.embed ?? false;
      store.lanes = page.lanes ?? [];
      connect(page.session);
      if (page.atMs !== undefined) store.beginAt(page.atMs);
      if (page.autoplay) store.playWhenThere();
    } else if (link) goTo((await createSession({ link, ...moment })).url);
    else if (page.short && page.lesson) {
      connect((await createSession({ short: page.short })).token);
    } else if (page.short) goTo((await createSession({ short: page.short, ...moment })).url);
    else if (sceneSession) {
      connect((await sceneSession).token);
      if (!page.lesson && page.atMs === undefined) store.playWhenThere();
    }
  } catch (error) {
    const answer = error instanceof Refused ? error.answer : null;
    store.refuse(
      answer?.error ?? gettext("The server does not answer:"),
      answer?.remedy ?? gettext("load the page again"),
    );
  }
}

/** What can be broken: the Pod that is looked at, and its probes. */
function subject() {
  const { story, atMs } = store;
  const pod = story && podAt(story, atMs);
  if (!pod) return null;
  const until = story.processes.filter((record) => record.t * 1000 <= atMs);
  const probes = new Map(
    story.processes
      .filter((record) => record.what === "probe")
      .map(({ container = "", probe = "" }) => [`${container}/${probe}`, { container, probe }]),
  );
  const broken = [...probes.values()].filter(({ container, probe }) => {
    const last = until.findLast(
      (record) =>
        record.what.startsWith("fault") && record.container === container && record.probe === probe,
    );
    return last?.what === "fault";
  });
  return { pod, probes: [...probes.values()], broken };
}

/**
 * The dialogs, as soon as somebody asks for one; in any case soon after the first frames.
 *
 * @param {Dialog} dialog
 * @param {() => void} others   who come at the same time
 */
function latecomers(dialog, others) {
  /** @typedef {ReturnType<typeof import("./late.js").dialogsOf>} Dialogs */
  /** @type {Promise<Dialogs> | null} */
  let coming = null;
  /** @type {Dialogs | null} */
  let here = null;
  const come = async () => {
    const load = async () => await import("./late.js");
    const { dialogsOf } = await lateModule(load);
    here = dialogsOf(dialog, store, goTo, subject);
    document.body.classList.add("whole");
    return here;
  };
  const fetchOnce = () =>
    (coming ??= come().catch((error) => {
      coming = null; // The next who asks tries again.
      throw error;
    }));
  const comeSoon = () => {
    if (!store.trace) return;
    store.listeners.delete(comeSoon);
    setTimeout(() => {
      fetchOnce().catch(() => undefined);
      others();
    }, LATE_MS);
  };
  store.subscribe(comeSoon);
  /** @param {(dialogs: Dialogs) => void} use */
  const useThem = async (use) => {
    // Until it is here, keys are meant for it and not for the stage.
    const waiting = { title: gettext("Loading…"), name: "coming", body: () => "" };
    dialog.open(waiting);
    try {
      const dialogs = await fetchOnce();
      // Whoever has closed it meanwhile no longer wants it.
      if (dialog.content !== waiting) return;
      dialog.close();
      use(dialogs);
    } catch (error) {
      if (dialog.content !== waiting) return;
      dialog.open({ title: troubleOf(error), name: "coming", body: () => "" });
    }
  };
  return (/** @type {(dialogs: Dialogs) => void} */ use) => (here ? use(here) : useThem(use));
}

function mount() {
  const dialog = new Dialog(element("dialogs"));
  const late = latecomers(dialog, () => panel.prepare());
  /** @type {Loop} */
  let loop;
  const ask = () => loop?.ask();
  const showLine = (/** @type {number} */ line) => {
    manifest.fold(false);
    ask();
    requestAnimationFrame(() => manifest.goTo(line));
  };
  const manifest = new Manifest(element("editor"), {
    edit: () => editing.open(),
    line: (line) => store.gaze.lookAtLine(line),
    upload: () => chooseFiles((taken) => editing.openFiles(taken)),
    breakSomething: () => late((dialogs) => dialogs.breaking.open()),
    honesty: () => {
      const honesty = store.opened?.honesty;
      const assume = (/** @type {string} */ container, /** @type {string} */ text) =>
        editing.assume(container, text);
      if (honesty) late((dialogs) => dialogs.honesty(honesty, showLine, assume));
    },
  });
  const editing = new Editing(element("editor"), store, goTo);
  dropZone(document.body, (taken) => editing.openFiles(taken));
  const panel = new Panel(element("panel"), store, ask, {
    edit: () => editing.open(),
    breakSomething: () => late((dialogs) => dialogs.breaking.open()),
  });
  const actions = actionsOf(store, {
    help: () => late((dialogs) => dialogs.keys(actions)),
    palette: () => late((dialogs) => dialogs.palette(actions)),
    branches: () => late((dialogs) => dialogs.branches.open()),
    people: () => late((dialogs) => dialogs.people.open()),
    command: () => late((dialogs) => dialogs.breaking.open()),
    library: () => late((dialogs) => dialogs.library.open()),
    share: () => late((dialogs) => dialogs.sharing.open()),
    edit: () => editing.open(),
    lanes: () => chooseLanes(),
    predict: () => lesson.predict(),
    why: () => {
      present(false);
      if (panel.narrow.matches) panel.show("why");
      const reasons = element("why").querySelector(".panel-body");
      /** @type {HTMLElement} */ (reasons ?? element("why")).focus();
    },
  });
  const painter = new Painter(store);
  const chooseLanes = () => late((dialogs) => dialogs.lanes(() => painter.picture().lanes));
  const timeline = new Timeline(element("timeline"), store, ask, chooseLanes);
  const lesson = new Lesson(element("lesson"), store, page.lesson, {
    ask,
    edit: () => editing.open(),
    why: () => {
      if (!panel.narrow.matches) return;
      panel.show("why");
      openSheet();
    },
  });
  loop = new Loop(painter, [
    lesson,
    topView(store, {
      branches: () => late((dialogs) => dialogs.branches.open()),
      people: () => late((dialogs) => dialogs.people.open()),
      fork: () => late((dialogs) => dialogs.people.fork()),
    }),
    momentView(element("moment"), element("announcer")),
    timeline,
    pointingView(element("timeline"), store, timeline),
    new Transport(element("transport"), store),
    whyView(element("why"), element("because"), store, showLine, new Invitation(goTo, ask)),
    panel,
    manifest,
    editing,
    specReader(store),
    { draw: () => store.keepAhead() },
  ]);
  store.subscribe(ask);
  listenForKeys(actions);
  const panels = /** @type {HTMLElement} */ (document.querySelector(".panels"));
  listenForSheet(panels);
  listenForSplitters(element("stage"), panels);
  showTips(element("tip"));
  listenForButtons({
    share: () => late((dialogs) => dialogs.sharing.open()),
    help: () => late((dialogs) => dialogs.keys(actions)),
    library: () => late((dialogs) => dialogs.library.open()),
  });
  new MutationObserver(ask).observe(document.body, {
    attributes: true,
    attributeFilter: ["class"],
  });
  if (page.library) late((dialogs) => dialogs.library.open());
  store.empty = Boolean(page.empty);
  if (page.empty) editing.open();
  ask();
}

/** @param {Record<"share" | "help" | "library", () => void>} open */
function listenForButtons(open) {
  element("present").addEventListener("click", () => present());
  element("help").addEventListener("click", open.help);
  element("share").addEventListener("click", open.share);
  element("scenes").addEventListener("click", (event) => {
    event.preventDefault();
    open.library();
  });
  if (new URLSearchParams(location.search).get("view") === "present") present(true);
}

mount();
start();
