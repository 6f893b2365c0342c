// One stream per element with data-live: events become DOM events, gaps are caught up, and a badge
// says when the line has been down for three seconds.
//
//   <main data-live="/live/board/1">                      a fixed address
//   <main data-live-token="/boards/1/stream">             an address that is asked for first: {"url": "…"}
//   data-live-events="call finish"                        further event names than plain messages
//
// On the element, bubbling: `live:<name>` and `live:any` (detail: parsed data), `live:down`, `live:resumed`.
// A named event or a message whose data holds "event" or "name" gives <name>.
//
// Who asks anew on an event stands outside of what is swapped: an element that goes takes the events it
// was still waiting with along. Once something inside has data-live-over, nothing more will happen: the
// stream ends and the element goes, its children stay.

const BADGE_MS = 3000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10000;

class Live {
  constructor(element) {
    this.element = element;
    this.lastId = element.dataset.liveAfter ?? "";
    this.retry = FIRST_RETRY_MS;
    this.wasDown = false;
    this.connect();
  }

  async address() {
    const asked = this.element.dataset.liveToken;
    if (!asked) return this.element.dataset.live;
    const answer = await fetch(asked, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(`stream address: ${answer.status}`);
    return (await answer.json()).url;
  }

  async connect() {
    if (!this.element.isConnected) return this.stop();
    try {
      const url = new URL(await this.address(), location.href);
      if (this.lastId) url.searchParams.set("after", this.lastId);
      this.open(new EventSource(url, { withCredentials: url.origin === location.origin }));
    } catch {
      this.down();
      this.again();
    }
  }

  open(source) {
    this.source = source;
    source.onopen = () => this.up();
    source.onmessage = (event) => this.heard(event);
    for (const name of (this.element.dataset.liveEvents ?? "").split(/\s+/).filter(Boolean)) {
      source.addEventListener(name, (event) => this.heard(event));
    }
    source.onerror = () => {
      // The browser's own retry keeps the old address; ours names the last event and asks for a new token.
      source.close();
      this.down();
      this.again();
    };
  }

  heard(event) {
    if (!this.element.isConnected) return this.stop();
    if (event.lastEventId) this.lastId = event.lastEventId;
    let data = event.data;
    try {
      data = JSON.parse(event.data);
    } catch {
      // plain words stay words
    }
    const name = event.type === "message" ? (data?.event ?? data?.name ?? "message") : event.type;
    this.tell(name, data);
    this.tell("any", data);
  }

  tell(name, detail = null) {
    this.element.dispatchEvent(new CustomEvent(`live:${name}`, { detail, bubbles: true }));
  }

  up() {
    this.retry = FIRST_RETRY_MS;
    clearTimeout(this.badgeTimer);
    this.badgeTimer = undefined;
    this.badge?.remove();
    this.badge = undefined;
    if (this.wasDown) this.tell("resumed");
    this.wasDown = false;
  }

  down() {
    if (!this.wasDown) this.tell("down");
    this.wasDown = true;
    this.badgeTimer ??= setTimeout(() => this.showBadge(), BADGE_MS);
  }

  showBadge() {
    const template = document.getElementById("live-badge-template");
    if (!template || this.badge) return;
    this.badge = template.content.firstElementChild.cloneNode(true);
    (document.querySelector(".board") ?? document.body).append(this.badge);
  }

  again() {
    // A little chance, so that three hundred boards do not come back in the same instant.
    this.retryTimer = setTimeout(() => this.connect(), this.retry * (0.75 + Math.random() / 2));
    this.retry = Math.min(this.retry * 2, LAST_RETRY_MS);
  }

  stop() {
    this.source?.close();
    clearTimeout(this.retryTimer);
    clearTimeout(this.badgeTimer);
    this.badge?.remove();
    streams.delete(this.element);
  }
}

const streams = new Map();

function attach() {
  for (const element of document.querySelectorAll("[data-live], [data-live-token]")) {
    if (element.querySelector("[data-live-over]")) element.replaceWith(...element.childNodes);
    else if (!streams.has(element)) streams.set(element, new Live(element));
  }
  for (const [element, stream] of streams) if (!element.isConnected) stream.stop();
}

attach();
document.addEventListener("htmx:afterSettle", attach);
addEventListener("pagehide", () => [...streams.values()].forEach((stream) => stream.stop()));
addEventListener("pageshow", (event) => event.persisted && attach());
addEventListener("online", () => {
  for (const stream of streams.values()) {
    if (!stream.wasDown) continue;
    clearTimeout(stream.retryTimer);
    stream.connect();
  }
});
