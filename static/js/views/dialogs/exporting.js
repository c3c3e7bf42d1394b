/** What was played, as files for other tools; the picture also as PNG, painted by the browser. */

import { html } from "lit-html";

import { gettext } from "../../store/words.js";
import { inLanguage } from "../../wire/requests.js";
import { painted } from "./letters.js";

const SCALE = 2;

/** @returns {{form: string, label: string, use: string}[]} */
function forms() {
  return [
    { form: "svg", label: "SVG", use: gettext("a picture of the timeline") },
    { form: "sequence", label: "Mermaid", use: gettext("a sequence diagram") },
    { form: "gantt", label: "Mermaid", use: gettext("a Gantt chart") },
    { form: "states", label: "Mermaid", use: gettext("a state diagram") },
    { form: "cast", label: "asciinema", use: gettext("kubectl get pods -w as a recording") },
    { form: "perfetto", label: "Perfetto", use: gettext("a trace to zoom into") },
    { form: "markdown", label: "Markdown", use: gettext("a table for an incident review") },
  ];
}

/**
 * @param {string} token
 * @param {number} branch
 * @param {number} untilMs
 */
export function exportLines(token, branch, untilMs) {
  const what = `branch=${branch}&until=${Math.round(untilMs)}`;
  /** @param {string} form */
  const url = (form) => inLanguage(`/api/sessions/${token}/export/${form}?${what}`);
  return html`<details class="exports">
    <summary>${gettext("Take it elsewhere")}</summary>
    <ul>
      <li>
        <button type="button" class="button" @click=${() => savePng(url("svg"))}>PNG</button>
        ${gettext("a picture of the timeline")}
      </li>
      <li>
        <a class="button" href=${inLanguage(`/api/sessions/${token}/offline.html?${what}`)} download
          >HTML</a
        >
        ${gettext("a page that plays without a server")}
      </li>
      ${forms().map(
        ({ form, label, use }) =>
          html`<li>
            <a class="button" translate="no" href=${url(form)} download>${label}</a> ${use}
          </li>`,
      )}
    </ul>
  </details>`;
}

/** @param {string} url */
async function savePng(url) {
  const picture = await fetch(url);
  if (!picture.ok) return;
  const name = /filename="(.+?)\.svg"/.exec(picture.headers.get("Content-Disposition") ?? "");
  const canvas = await painted(await picture.text(), SCALE);
  canvas.toBlob((blob) => blob && save(blob, `${name?.[1] ?? "podviz"}.png`));
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
