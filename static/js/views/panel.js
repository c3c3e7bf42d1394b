/** The right panel: machines, what kubectl prints, events, logs, as tabs. */

import { html, nothing, render } from "lit-html";

import { machinesAt } from "../layout/machines.js";
import { recall, remember } from "../store/preferences.js";
import { gettext } from "../store/words.js";
import { lateModule } from "../wire/modules.js";
import { troubleOf } from "./dialogs/trouble.js";
import { machinesPanel } from "./machines.js";
import { showCause, sourceList } from "./manifest.js";
import { changes } from "./memo.js";
import { sourceMarks } from "./source.js";
import { lateStyles } from "./styles.js";
import { reasons, summary } from "./why.js";

/** @typedef {import("./picture.js").Picture} Picture */

/** While it plays, the cluster is drawn this often: nobody reads faster. */
const CLUSTER_MS = 200;

export class Panel {
  /**
   * @param {HTMLElement} root
   * @param {import("../store/store.js").Store} store
   * @param {() => void} ask   for a frame
   * @param {Record<"edit" | "breakSomething", () => void>} act
   */
  constructor(root, store, ask, act) {
    this.root = root;
    this.store = store;
    this.ask = ask;
    this.act = act;
    this.changed = changes();
    /** @type {typeof import("./tabs.js") | null} */
    this.tabsModule = null;
    this.preparing = false;
    /** @type {import("./kubectl.js").Kubectl | null} */
    this.kubectl = null;
    this.causeChanged = changes();
    this.narrow = matchMedia("(max-width: 760px)");
    this.narrow.addEventListener("change", ask);
    this.tab = recall("tab") ?? (this.narrow.matches ? "why" : "machines");
  }

  /** Fetches what stands in the tabs that are not seen at first. */
  async prepare() {
    if (this.tabsModule || this.preparing) return;
    this.preparing = true;
    const styled = lateStyles();
    const load = async () => await import("./tabs.js");
    const tabs = await lateModule(load).catch((error) => this.store.refuse(troubleOf(error), ""));
    await styled;
    this.preparing = false;
    if (!tabs) return;
    this.tabsModule = tabs;
    const again = () => {
      this.changed();
      this.ask();
    };
    this.kubectl = new tabs.Kubectl(this.store, again);
    again();
  }

  /** On a phone there is one panel for all; where there is one Pod and no more, no cluster. */
  get tabs() {
    const alone = this.narrow.matches;
    const cluster = this.store.trace?.history.isCluster;
    return [
      ...(alone ? [{ key: "why", title: gettext("Why") }] : []),
      { key: "machines", title: gettext("Machines") },
      ...(alone ? [{ key: "yaml", title: "YAML" }] : []),
      { key: "anatomy", title: gettext("Anatomy") },
      ...(cluster ? [{ key: "cluster", title: gettext("Cluster") }] : []),
      { key: "termination", title: gettext("Termination") },
      { key: "steps", title: gettext("Steps") },
      { key: "kubectl", title: "kubectl" },
    ];
  }

  /** @param {string} key */
  show(key) {
    this.tab = key;
    remember("tab", key);
    this.changed();
    this.ask();
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { reached, story, version, store, trace, why, atMs, spec, playing } = picture;
    const narrow = this.narrow.matches;
    const { tab, kubectl } = this;
    const age = tab === "kubectl" && kubectl?.ages ? Math.floor(atMs / 1000) : 0;
    if (tab === "kubectl") kubectl?.ask(picture);
    const waiting = tab === "kubectl" && kubectl?.waiting;
    const moves =
      tab === "cluster" ? [playing, playing ? Math.floor(store.now() / CLUSTER_MS) : atMs] : [];
    const at = tab === "cluster" && playing ? 0 : reached;
    const shown = [
      trace,
      version,
      at,
      story,
      why,
      store.opened,
      age,
      waiting,
      spec,
      store.gaze.line,
      ...moves,
    ];
    if (!this.changed(tab, narrow, ...shown)) return;
    render(this.#template(picture), this.root);
    const terminal = this.root.querySelector(".terminal");
    if (terminal) this.#scroll(terminal);
    if (this.causeChanged(tab, picture.causeLine)) showCause(this.root);
    if (tab === "steps") showCurrent(this.root);
  }

  /** @param {Picture} picture */
  #template(picture) {
    const { tabs } = this;
    const current = tabs.find((tab) => tab.key === this.tab) ?? tabs[0];
    return html` <div
        class="panel-head"
        role="tablist"
        @keydown=${(/** @type {KeyboardEvent} */ e) => this.#arrow(e)}
      >
        ${tabs.map(({ key, title }) => {
          const chosen = key === current.key;
          return html`<button
            type="button"
            class="tab"
            role="tab"
            id=${`tab-${key}`}
            aria-selected=${chosen}
            aria-controls="tab-panel"
            tabindex=${chosen ? 0 : -1}
            @click=${() => this.show(key)}
          >
            ${title}
          </button>`;
        })}
      </div>
      <div
        id="tab-panel"
        class="panel-body"
        role="tabpanel"
        tabindex="0"
        aria-labelledby=${`tab-${current.key}`}
      >
        ${this.#body(current.key, picture)}
      </div>`;
  }

  /**
   * @param {string} key
   * @param {Picture} picture
   */
  #body(key, picture) {
    const { story, store, atMs, step } = picture;
    switch (key) {
      case "why":
        return html`<p class="peek">${summary(picture.why)}</p>
          ${reasons(picture, picture.why, () => this.show("yaml"))}`;
      case "yaml":
        return this.#source(picture);
      case "anatomy":
      case "cluster":
      case "termination":
      case "steps":
      case "kubectl":
        return this.#tab(key, picture);
      default: {
        const machines = story ? machinesAt(story, store.opened?.charts ?? [], atMs, step) : null;
        return picture.trace || store.empty
          ? machinesPanel(machines, (record) => store.gaze.select(record))
          : nothing;
      }
    }
  }

  /**
   * @param {"anatomy" | "cluster" | "termination" | "steps" | "kubectl"} key
   * @param {Picture} picture
   */
  #tab(key, picture) {
    if (!this.tabsModule) {
      this.prepare();
      return nothing;
    }
    const { anatomyPanel, clusterPanel, stepsPanel, terminationPanel } = this.tabsModule;
    if (key === "kubectl") return this.kubectl?.view(picture);
    const panels = {
      anatomy: anatomyPanel,
      cluster: clusterPanel,
      steps: stepsPanel,
      termination: terminationPanel,
    };
    return panels[key](picture);
  }

  /** @param {Picture} picture */
  #source(picture) {
    const { edit, breakSomething } = this.act;
    return html`<div class="source-acts">
        <button type="button" class="outlined" @click=${edit}>${gettext("Edit")}</button>
        <button type="button" class="outlined" @click=${breakSomething}>
          ${gettext("Break something")}
        </button>
      </div>
      ${sourceList(this.store.opened?.scenario.manifests ?? "", sourceMarks(picture), (line) => {
        this.show("why");
        this.store.gaze.lookAtLine(line);
      })}`;
  }

  /**
   * To what is new: a line that changed, or the last of what goes on.
   *
   * @param {Element} terminal
   */
  #scroll(terminal) {
    const mark = /** @type {HTMLElement | null} */ (terminal.querySelector("mark"));
    if (mark) terminal.scrollTop = mark.offsetTop - terminal.clientHeight / 3;
    else if (!this.kubectl?.isWhole) terminal.scrollTop = terminal.scrollHeight;
  }

  /** @param {KeyboardEvent} event */
  #arrow(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const { tabs } = this;
    const at = tabs.findIndex((tab) => tab.key === this.tab);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    this.show(next.key);
    requestAnimationFrame(() => document.getElementById(`tab-${next.key}`)?.focus());
  }
}

/**
 * Scrolls the list of steps, and nothing around it, to the current one.
 *
 * @param {HTMLElement} root
 */
function showCurrent(root) {
  const list = /** @type {HTMLElement | null} */ (root.querySelector(".steps"));
  const item = /** @type {HTMLElement | null} */ (list?.querySelector("[aria-current]") ?? null);
  if (list && item) list.scrollTop = item.offsetTop - list.offsetTop - list.clientHeight / 2;
}
