/** Files dropped anywhere on the page, or chosen: they go into the editor. */

import { render, html } from "lit-html";

import { MAX_BYTES, join, readFiles } from "../../editor/intake.js";
import { gettext, interpolate } from "../../store/words.js";

/**
 * @typedef {object} Taken
 * @property {string} text
 * @property {string} name     of the first file
 * @property {string} trouble  which files were left out and why, or ""
 */

/**
 * @param {Iterable<File>} files
 * @returns {Promise<Taken>}
 */
export async function take(files) {
  const { sources, rejected } = await readFiles(files);
  const text = join(sources);
  const empty = text.trim() ? [] : sources.map(({ name }) => ({ name }));
  return {
    text,
    name: sources[0]?.name ?? "",
    trouble: [
      ...rejected.map(why),
      ...empty.map((file) => interpolate(gettext("%(name)s is empty."), file)),
    ].join(" "),
  };
}

/** @param {import("../../editor/intake.js").Rejected} rejected */
function why({ name, reason }) {
  const sentences = {
    size: gettext("%(name)s was left out: together the files may have %(kib)s KiB."),
    binary: gettext("%(name)s was left out: it is no text."),
    unreadable: gettext("%(name)s was left out: it can't be read."),
  };
  return interpolate(sentences[reason], { name, kib: MAX_BYTES / 1024 });
}

/**
 * While files are dragged over the page it says what will happen when they are let go.
 *
 * @param {HTMLElement} root
 * @param {(taken: Taken) => void} onTaken
 */
export function dropZone(root, onTaken) {
  const sign = document.createElement("div");
  sign.className = "drop-sign";
  sign.hidden = true;
  render(html`<p>${gettext("Drop manifests to edit and play them")}</p>`, sign);
  root.append(sign);
  const hasFiles = (/** @type {DragEvent} */ event) =>
    event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    sign.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) sign.hidden = true;
  });
  addEventListener("drop", async (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    sign.hidden = true;
    onTaken(await take(event.dataTransfer?.files ?? []));
  });
}

/**
 * Ask for files by the browser's own chooser.
 *
 * @param {(taken: Taken) => void} onTaken
 */
export function chooseFiles(onTaken) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.accept = ".yaml,.yml,.json,text/*";
  input.addEventListener("change", async () => onTaken(await take(input.files ?? [])));
  input.click();
}
