/**
 * Time as a band: the earliest and the latest second at which something can come. The server
 * reckons them; here they get words and a lane.
 */

import { gettext, interpolate } from "../store/words.js";
import { clock } from "./axis.js";
import { lastIndexAt } from "./status-at.js";

/**
 * @typedef {import("./history.js").PodStory} PodStory
 * @typedef {import("../wire/records.js").Band} Band
 */

/** @type {Band[]} */
const NONE = [];

/**
 * What is to be expected of a Pod at a moment.
 *
 * @param {PodStory} story
 * @param {number} atMs
 * @returns {Band[]}
 */
export function bandsAt(story, atMs) {
  const at = lastIndexAt(story.foreseen, atMs, (foreseen) => foreseen.atMs);
  return story.foreseen[at]?.bands ?? NONE;
}

/**
 * The lane on which a band lies, by key.
 *
 * @param {Band} band
 */
export function laneOf({ what, container, probe }) {
  if (what === "removal") return "phase";
  return what === "restart" ? `container/${container}` : `probe/${container}/${probe}`;
}

/** @returns {Record<Band["what"], string>} */
function names() {
  return {
    restart: gettext("restart"),
    ready: gettext("ready"),
    unready: gettext("not ready"),
    started: gettext("started"),
    removal: gettext("gone"),
  };
}

/**
 * In the drawing: what comes, and whether it hangs on what a probe will say.
 *
 * @param {Band} band
 */
export function bandName({ what, probe }) {
  const name = names()[what];
  return probe ? interpolate(gettext("%(name)s?"), { name }) : name;
}

/**
 * When it comes, as it is said at a moment: once it may come, only the latest second matters.
 *
 * @param {Pick<Band, "fromMs" | "toMs">} band
 * @param {number} [atMs]
 */
export function spanSaid({ fromMs, toMs }, atMs = -1) {
  const values = { from: clock(fromMs), to: clock(toMs ?? 0) };
  if (atMs >= fromMs) {
    return toMs === null
      ? gettext("at any moment; no latest second is known")
      : interpolate(gettext("by %(to)s"), values);
  }
  return toMs === null
    ? interpolate(gettext("from %(from)s on; no latest second is known"), values)
    : interpolate(gettext("between %(from)s and %(to)s"), values);
}

/**
 * A band in a sentence, with *stars* around what is bold.
 *
 * @param {Band} band
 */
export function bandSaid(band) {
  const values = { name: band.container ?? "" };
  /** @type {Record<string, string>} */
  const said = {
    "restart backoff": gettext("*Back-off*: %(name)s waits before it starts again."),
    "restart ended": gettext("%(name)s has ended and is *started again*."),
    "restart ending": gettext("%(name)s has to end, and is *started again*."),
    "restart failing": gettext("If its probe goes on failing, %(name)s is *started again*."),
    "ready probing": gettext("If its *readiness probe* succeeds from now on, %(name)s is ready."),
    "unready probing": gettext("If its *readiness probe* goes on failing, %(name)s is not ready."),
    "started probing": gettext(
      "If its *startup probe* succeeds from now on, %(name)s has started.",
    ),
    "removal deleted": gettext("The Pod has to end: then the API server *removes* it."),
  };
  return interpolate(said[`${band.what} ${band.waitsFor}`] ?? band.what, values);
}
