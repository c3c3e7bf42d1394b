/**
 * The headers of owners on the timeline: a name that folds and unfolds, with how many are ready
 * at the playhead, and a strip of areas: how many Pods of each generation, over time.
 */

import { nothing, svg } from "lit-html";

import { areaOf, countAt } from "../../layout/headcount.js";
import { textWidth } from "../../layout/rows.js";
import { gettext, interpolate } from "../../store/words.js";
import { generationClass, partClass } from "../generation.js";
import { COLUMN, LEFT, fitted } from "./names.js";
import { text } from "./shapes.js";

/**
 * @typedef {import("../../layout/rows.js").Row} Row
 * @typedef {import("../../layout/axis.js").Scale} Scale
 * @typedef {import("../../layout/crowd.js").Crowd} Crowd
 * @typedef {import("../../layout/headcount.js").Part} Part
 * @typedef {import("./names.js").NameOptions} NameOptions
 * @typedef {{x: number, low: number, high: number}} Corner
 */

/** What kubectl calls them, where there is no room for the whole word. */
/** @type {Record<string, string>} */
const SHORT_KINDS = {
  CronJob: "cj",
  DaemonSet: "ds",
  Deployment: "deploy",
  ReplicaSet: "rs",
  ReplicationController: "rc",
  StatefulSet: "sts",
};
/** In the hand a set's numbers end here: there is no column of names. */
const SET_COLUMN = 108;
/** The name of a generation stands in its area if that is so high. */
const LEAST_HEIGHT = 13;
const LABEL_SIZE = 12;
const LONG_ENOUGH = 48;

/**
 * A generation as a small sign: its colour, and its revision in words.
 *
 * @param {{order: number, revision: string}} generation
 * @param {number} x
 * @param {number} centre
 */
export function generationSign({ order, revision }, x, centre) {
  const words = `r${revision}`;
  const width = signWidth(revision);
  return svg`<g class="generation ${generationClass(order)}">
    <rect x=${x} y=${centre - 8} width=${width} height="16" rx="4"/>
    ${text("", words, { x: x + width / 2, y: centre + 4, size: 11.5, anchor: "middle" })}</g>`;
}

/** @param {string} revision */
export function signWidth(revision) {
  return Math.max(22, textWidth(`r${revision}`, 11.5) + 9);
}

/**
 * @param {Row} row
 * @param {NameOptions} options
 */
export function ownerName(row, options) {
  const { lane, centre, top, slot } = row;
  const { crowd } = lane;
  if (!crowd) return nothing;
  const folded = options.foldedOwners.has(lane.key);
  const act = (/** @type {Event} */ event) => {
    if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    options.foldOwner(lane.key, !folded);
  };
  const middle = options.narrow ? row.labelY - 5 : centre;
  const plate = options.narrow ? { y: row.labelY - 18, height: 24 } : { y: top + 2, height: slot };
  const width = options.narrow ? 280 : COLUMN + 12;
  const words = lane.kind === "set" ? setWords : ownerWords;
  return svg`<g class="owner-name ${lane.kind}" role="button" aria-expanded=${!folded}
      tabindex=${options.reached === lane.key ? 0 : -1} data-key=${lane.key}
      data-tip=${`${lane.title}\n${legend()}`} @click=${act} @keydown=${act}>
    <rect x="4" y=${plate.y} width=${width} height=${plate.height - 4} rx="10"/>
    <path class="chevron" transform="translate(${LEFT + 1} ${middle})"
      d=${folded ? "M-2.5-4.5l4.5 4.5-4.5 4.5" : "M-4.5-2.5l4.5 4.5 4.5-4.5"}/>
    ${words(crowd, middle, options.narrow)}
  </g>`;
}

/** What is to be seen in a strip. */
function legend() {
  return gettext(
    "Coloured: ready, by revision. Hatched: starting or ending. Dashed: how many wanted.",
  );
}

/**
 * @param {Crowd} crowd
 * @param {number} middle
 * @param {boolean} narrow
 */
function ownerWords({ name, ownerKind, headcount }, middle, narrow) {
  const x = LEFT + 12;
  const { most } = headcount;
  const room = COLUMN + 4 - x - textWidth(`${most}/${most}`, 12);
  const fits = textWidth(ownerKind, 12) <= (narrow ? 150 : room);
  const kind = fits ? ownerKind : (SHORT_KINDS[ownerKind] ?? "");
  if (narrow) {
    const words = fitted(name, 140, 14);
    const beside = x + textWidth(words, 15) + 8;
    return svg`${text("name", words, { x, y: middle + 5, size: 14 })}
      <text class="count" x=${beside} y=${middle + 5} font-size="13"
        data-kind=${`${kind} `}></text>`;
  }
  const title = text("name", fitted(name, COLUMN - 4, 15), { x, y: middle - 2, size: 15 });
  return svg`${title} ${text("sub", kind, { x, y: middle + 14, size: 12 })}
    <text class="count" x=${COLUMN + 12} y=${middle + 14} text-anchor="end" font-size="12"></text>`;
}

/**
 * @param {Crowd} crowd
 * @param {number} middle
 * @param {boolean} narrow
 */
function setWords({ name, revisions }, middle, narrow) {
  const x = LEFT + 12;
  const right = narrow ? SET_COLUMN : COLUMN + 12;
  const count = svg`<text class="count" x=${right} y=${middle + 4} text-anchor="end"
    font-size="12"></text>`;
  if (!revisions.length) {
    const end = `…${name.slice(name.lastIndexOf("-") + 1)}`;
    return svg`${text("name", fitted(end, 70, 13), { x, y: middle + 4.5, size: 13 })} ${count}`;
  }
  const revision = revisions.map((one) => one.revision).join(" r");
  return svg`${generationSign({ order: revisions[0].order, revision }, x, middle)} ${count}`;
}

/**
 * Says at every moment how many are ready: 3/4.
 *
 * @param {SVGSVGElement} root
 * @param {Row[]} rows
 * @returns {(atMs: number) => void}
 */
export function counter(root, rows) {
  const shown = rows.flatMap(({ lane }) => {
    const { key, crowd } = lane;
    const element = crowd && root.querySelector(`.owner-name[data-key="${CSS.escape(key)}"]`);
    const words = element?.querySelector(".count");
    return element && words ? [{ element, words, lane, crowd, said: "" }] : [];
  });
  return (atMs) => {
    for (const one of shown) {
      const said = countSaid(one.crowd, atMs);
      if (said === one.said) continue;
      one.said = said;
      one.words.textContent = `${one.words.getAttribute("data-kind") ?? ""}${said}`;
      const read = [...one.element.querySelectorAll("text")].map((part) => part.textContent);
      one.element.setAttribute("aria-label", told(read.join(" "), one.lane));
    }
  };
}

/**
 * What a header says to those who hear it: all that is to be read there, and what it means.
 *
 * @param {string} read   "web Deployment 3/4"
 * @param {import("../../layout/lanes.js").Lane} lane
 */
function told(read, { kind, title, crowd }) {
  const said = isJob(crowd) ? gettext("%(shown)s completed") : gettext("%(shown)s ready");
  return interpolate(said, { shown: read }) + (kind === "set" ? `, ${title}` : "");
}

/** @param {Crowd | null} crowd */
function isJob(crowd) {
  return crowd?.ownerKind === "Job";
}

/**
 * @param {Crowd} crowd
 * @param {number} atMs
 */
function countSaid(crowd, atMs) {
  const { headcount, counted } = crowd;
  const { ready, done, desired } = countAt(headcount, atMs);
  const count = isJob(crowd) ? done : ready;
  return counted ? `${count}/${desired ?? 0}` : String(count);
}

/**
 * The areas of a header, from its foot up: ready ones by generation, then those on their way.
 *
 * @param {Row} row
 * @param {Scale} scale
 */
export function strip(row, scale) {
  const { crowd } = row.lane;
  if (!crowd) return nothing;
  const { headcount } = crowd;
  const xOf = (/** @type {number} */ ms) => scale.x(ms);
  const areas = headcount.parts.map((part, i) => ({
    part,
    corners: areaOf(headcount, i, xOf, scale),
  }));
  const yOf = (/** @type {number} */ count) =>
    row.y + row.height * (1 - count / Math.max(1, headcount.most));
  return svg`<g class="strip">
    <line class="foot" x1=${scale.left} x2=${scale.right} y1=${yOf(0)} y2=${yOf(0)}/>
    ${areas.map(({ part, corners }) => area(part, corners, yOf))}
    ${desiredLine(headcount, scale, yOf)}
    ${row.lane.kind === "owner" ? revisionNames(crowd, areas, scale, yOf) : nothing}
  </g>`;
}

/**
 * @param {Part} part
 * @param {Corner[]} corners
 * @param {(count: number) => number} yOf
 */
function area(part, corners, yOf) {
  const d = areaPath(corners, yOf);
  if (!d) return nothing;
  const hatch = { waiting: "url(#hatch-wait)", ending: "url(#hatch-term)" }[String(part)];
  return svg`<path class="part ${partClass(part)}" d=${d}/>
    ${hatch ? svg`<path class="part-hatch" fill=${hatch} d=${d}/>` : nothing}`;
}

/**
 * One closed outline for each stretch in which there is something.
 *
 * @param {Corner[]} corners
 * @param {(count: number) => number} yOf
 */
export function areaPath(corners, yOf) {
  let d = "";
  for (let from = 0; from < corners.length; from++) {
    if (corners[from].high === corners[from].low) continue;
    let to = from;
    while (to + 1 < corners.length && corners[to].high !== corners[to].low) to++;
    if (to === from) break;
    const part = corners.slice(from, to + 1);
    const above = part
      .slice(1)
      .map((c, i) => `H${c.x}${i + 2 < part.length ? `V${yOf(c.high)}` : ""}`);
    const below = part
      .slice(0, -1)
      .toReversed()
      .map((c) => `V${yOf(c.low)}H${c.x}`);
    d += `M${part[0].x} ${yOf(part[0].high)}${above.join("")}${below.join("")}Z`;
    from = to - 1;
  }
  return d;
}

/**
 * @param {import("../../layout/headcount.js").Headcount} headcount
 * @param {Scale} scale
 * @param {(count: number) => number} yOf
 */
function desiredLine({ desired }, scale, yOf) {
  const place = (/** @type {number} */ ms) =>
    Math.max(scale.left, Math.min(scale.right, scale.x(ms)));
  const parts = desired.map(({ atMs, count }, i) => {
    const [from, to] = [place(atMs), place(desired[i + 1]?.atMs ?? Infinity)];
    if (to <= from || !count) return "";
    const joined = desired[i - 1]?.count && from > scale.left;
    return `${joined ? `V${yOf(count)}` : `M${from} ${yOf(count)}`}H${to}`;
  });
  return svg`<path class="desired" d=${parts.join("") || nothing}/>`;
}

/**
 * Where a revision's area is high enough for long enough, its name stands in it.
 *
 * @param {Crowd} crowd
 * @param {{part: Part, corners: Corner[]}[]} areas
 * @param {Scale} scale
 * @param {(count: number) => number} yOf
 */
function revisionNames({ revisions }, areas, scale, yOf) {
  return revisions.map(({ order, revision, atMs }, i) => {
    const own = areas.find(({ part }) => part === order);
    const next = revisions.slice(i + 1).find((one) => one.order === order);
    const [from, to] = [scale.x(atMs), next ? scale.x(next.atMs) : scale.right];
    const words = `r${revision}`;
    const place = own && roomiest(own.corners, from, to, yOf);
    if (!place || place.toX - place.fromX < textWidth(words, LABEL_SIZE) + 10) return nothing;
    return svg`<g class=${generationClass(order)}>
      ${text("on", words, { x: place.fromX + 7, y: place.y + 4.3, size: LABEL_SIZE })}</g>`;
  });
}

/**
 * A stretch in which an area is high enough for a word: long enough if there is one, then high.
 *
 * @param {Corner[]} corners
 * @param {number} from
 * @param {number} to
 * @param {(count: number) => number} yOf
 * @returns {{fromX: number, toX: number, y: number} | null}
 */
export function roomiest(corners, from, to, yOf) {
  /** @type {{fromX: number, toX: number, y: number} | null} */
  let best = null;
  let most = 0;
  for (let i = 0; i < corners.length; i++) {
    let [low, high] = [corners[i].low, corners[i].high];
    for (let end = i + 1; end < corners.length; end++) {
      const room = yOf(low) - yOf(high);
      if (room < LEAST_HEIGHT) break;
      const [fromX, toX] = [Math.max(from, corners[i].x), Math.min(to, corners[end].x)];
      const score = Math.min(LONG_ENOUGH, toX - fromX) * 1000 + room;
      if (toX > fromX && score > most) {
        most = score;
        best = { fromX, toX, y: (yOf(low) + yOf(high)) / 2 };
      }
      [low, high] = [Math.max(low, corners[end].low), Math.min(high, corners[end].high)];
    }
  }
  return best;
}
