/** A class's page: what has been done of it, and its address for the phones of who sits there. */

import { render } from "lit-html";

import { qrFold } from "../views/dialogs/qr-fold.js";
import "./course.js";

const address = `${location.origin}${location.pathname}`;
const place = /** @type {HTMLElement} */ (document.getElementById("hand-out"));
render(qrFold()(address), place);
