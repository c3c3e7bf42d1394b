/** The dialogs: nobody needs them to see something play, so they come after the first frames. */

import { Branches } from "./views/dialogs/branches.js";
import { Breaking } from "./views/dialogs/breaking.js";
import { openKeys, openPalette } from "./views/dialogs/keys.js";
import { openLanes } from "./views/dialogs/lanes.js";
import { Library } from "./views/dialogs/library.js";
import { People } from "./views/dialogs/people.js";
import { Sharing } from "./views/dialogs/sharing.js";
import { openHonesty } from "./views/honesty.js";

/** @typedef {typeof openHonesty extends (dialog: any, ...about: infer A) => any ? A : never}
 *   HonestyArguments */

/**
 * @param {import("./views/dialogs/dialog.js").Dialog} dialog
 * @param {import("./store/store.js").Store} store
 * @param {(url: string) => void} goTo
 * @param {ConstructorParameters<typeof Breaking>[2]} subject   what can be broken
 */
export function dialogsOf(dialog, store, goTo, subject) {
  return {
    branches: new Branches(dialog, store),
    breaking: new Breaking(dialog, store, subject),
    library: new Library(dialog, goTo),
    people: new People(dialog, store, goTo),
    sharing: new Sharing(dialog, store),
    keys: (/** @type {import("./views/actions.js").Action[]} */ actions) =>
      openKeys(dialog, actions),
    palette: (/** @type {import("./views/actions.js").Action[]} */ actions) =>
      openPalette(dialog, actions),
    lanes: (/** @type {() => import("./layout/lanes.js").Lane[]} */ lanes) =>
      openLanes(dialog, store, lanes),
    /** @param {HonestyArguments} about */
    honesty: (...about) => openHonesty(dialog, ...about),
  };
}
