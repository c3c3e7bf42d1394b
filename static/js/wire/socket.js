/**
 * The one module that talks to the socket: it opens a session, resumes it after a break
 * without fetching what is already here, and keeps the offset to the server's clock.
 */

/** @typedef {import("./records.js").Frame} Frame */

/** @typedef {{branch: number, have: number, edition: string}} Kept   records of a branch */

/**
 * @typedef {object} Listener
 * @property {(frame: Frame) => void} receive
 * @property {(state: "open" | "offline" | "gone") => void} connection
 * @property {() => Kept | null} have   what to resume from
 */

/** While the playhead is dragged it is sent this often; the last place always is. */
const SEEK_EVERY_MS = 100;
const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 10_000;
/** The close codes of a session that does not exist or may not be opened. */
const GONE = [4004, 4003];

export class Socket {
  /**
   * @param {string} token
   * @param {Listener} listener
   */
  constructor(token, listener) {
    this.token = token;
    this.listener = listener;
    this.retryMs = FIRST_RETRY_MS;
    /** The server's clock minus ours: the largest seen, as latency only makes it smaller. */
    this.clockOffsetMs = -Infinity;
    /** @type {WebSocket | null} */
    this.socket = null;
    this.closed = false;
    /** @type {import("./records.js").Message | null} */
    this.waiting = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.flushing = undefined;
    addEventListener("online", () => this.#retryNow());
  }

  /** Until it is open the state stays what it was: offline, if it is tried again. */
  open() {
    const socket = new WebSocket(this.#address());
    socket.addEventListener("open", () => {
      this.retryMs = FIRST_RETRY_MS;
      this.listener.connection("open");
    });
    socket.addEventListener("message", (event) => this.#receive(event.data));
    socket.addEventListener("close", (event) => this.#lost(event.code));
    this.socket = socket;
  }

  /**
   * Sends, or drops what can't be sent: the page says that it is offline.
   *
   * @param {import("./records.js").Message} message
   */
  send(message) {
    if (message.do === "seek") return this.#sendSoon(message);
    this.#flush();
    return this.#transmit(message);
  }

  /**
   * @param {import("./records.js").Message} message   it replaces one that still waits
   */
  #sendSoon(message) {
    this.waiting = message;
    this.flushing ??= setTimeout(() => this.#flush(), SEEK_EVERY_MS);
    return this.socket?.readyState === WebSocket.OPEN;
  }

  #flush() {
    clearTimeout(this.flushing);
    this.flushing = undefined;
    const { waiting } = this;
    this.waiting = null;
    if (waiting) this.#transmit(waiting);
  }

  /** @param {object} message */
  #transmit(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close() {
    this.closed = true;
    this.socket?.close();
  }

  #address() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const have = this.listener.have();
    const resume = have ? `&branch=${have.branch}&have=${have.have}&edition=${have.edition}` : "";
    const language = document.documentElement.lang || "en";
    return `${scheme}://${location.host}/ws/s/${this.token}/?lang=${language}${resume}`;
  }

  /** @param {string} text   one frame, or several that belong together */
  #receive(text) {
    const frames = /** @type {Frame[]} */ ([JSON.parse(text)].flat());
    for (const frame of frames) {
      if ("serverTime" in frame) {
        this.clockOffsetMs = Math.max(this.clockOffsetMs, frame.serverTime - Date.now());
      }
      this.listener.receive(frame);
    }
    const have = frames.some(({ type }) => type === "trace") ? this.listener.have() : null;
    if (have) this.send({ do: "ack", records: have.have });
  }

  /** @param {number} code */
  #lost(code) {
    if (this.closed) return;
    if (GONE.includes(code)) {
      this.listener.connection("gone");
      return;
    }
    this.listener.connection("offline");
    this.timer = setTimeout(() => this.open(), this.retryMs * (0.75 + Math.random() / 2));
    this.retryMs = Math.min(LAST_RETRY_MS, this.retryMs * 2);
  }

  #retryNow() {
    if (this.closed || this.socket?.readyState !== WebSocket.CLOSED) return;
    clearTimeout(this.timer);
    this.open();
  }
}
