// The desk lives: the region is drawn anew when something happened to this window or its line, an arrival called
// to a waiting window chimes and takes the focus, and a second press right after a change does nothing.

const SETTLE_MS = 150; // several events of one deed make one refresh
// News of the line alone may wait, so that a busy hall does not redraw without end: longer while somebody is served.
const LINE_MS = 2000;
const LINE_WHILE_BUSY_MS = 10000;
const STILL_MS = 30000; // without any news, and where the stream is down
const DOUBLE_PRESS_MS = 600;

let known = { ticket: "", scene: "" };
let ownMove = false;
let deafUntil = 0;
let timer;
let due = Infinity;
let sound;

const region = () => document.getElementById("desk");
const live = document.getElementById("desk-live");

function refresh(delay) {
  const at = performance.now() + delay;
  if (at >= due) return;
  due = at;
  clearTimeout(timer);
  timer = setTimeout(run, delay);
}

function run() {
  due = Infinity;
  // A question being answered holds the form it belongs to; drawing anew would take it away.
  if (document.querySelector("dialog[open]")) return refresh(SETTLE_MS * 4);
  region()?.dispatchEvent(new CustomEvent("desk:refresh"));
}

live?.addEventListener("live:any", (event) => {
  const topics = event.detail?.topics ?? [];
  if (topics.includes(live.dataset.windowTopic)) return refresh(SETTLE_MS);
  refresh((region().dataset.ticket ? LINE_WHILE_BUSY_MS : LINE_MS) * (1 + Math.random() / 4));
});
live?.addEventListener("live:window.skills", () => location.reload()); // other businesses, another stream
live?.addEventListener("live:reload", () => refresh(SETTLE_MS));
live?.addEventListener("live:resumed", () => refresh(SETTLE_MS));
document.addEventListener("visibilitychange", () => document.hidden || refresh(SETTLE_MS));
setInterval(() => document.hidden || refresh(SETTLE_MS), STILL_MS);

async function chime() {
  try {
    sound ??= new AudioContext();
    if (sound.state !== "running") await sound.resume();
    const at = sound.currentTime;
    const tone = new OscillatorNode(sound, { frequency: 587.33 });
    const gain = new GainNode(sound, { gain: 0 });
    gain.gain.linearRampToValueAtTime(0.15, at + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
    tone.connect(gain).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.65);
  } catch {
    // a silent desk still shows the call
  }
}

// A question for a short service goes away once the service is no longer short.
function settleSlips() {
  for (const form of document.querySelectorAll("form[data-slip]")) {
    setTimeout(() => form.removeAttribute("data-confirm"), Number(form.dataset.slip) * 1000);
  }
}

function look() {
  const { ticket, scene, number } = region().dataset;
  const changed = ticket !== known.ticket || scene !== known.scene;
  if (changed) deafUntil = performance.now() + DOUBLE_PRESS_MS;
  if (changed && !ownMove && ticket && ticket !== known.ticket) {
    chime();
    document.querySelector(".person").dataset.fresh = "";
    document.getElementById("person-title").focus();
  }
  ownMove = false;
  known = { ticket, scene };
  const plain = document.title.replace(/^\S+ · (?=\d)/, "");
  document.title = number ? `${number} · ${plain}` : plain;
  for (const field of document.querySelectorAll("dialog input[name=ticket]")) field.value = ticket;
  settleSlips();
}

// Under way, just drawn and not yet looked at, or drawn a moment ago: the press was for what stood there before.
function deaf() {
  if (!region()) return false;
  const { ticket, scene } = region().dataset;
  return ownMove || ticket !== known.ticket || scene !== known.scene || performance.now() < deafUntil;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb === "get") return;
  ownMove = true;
  event.target.closest("dialog")?.close(); // so that a refusal can be read
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (region() && event.detail.target?.id !== "notice") look();
});

// Refused because the world moved on: show how it is now. A database that is away leaves page and key as they are.
document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (requestConfig.verb === "get" || !xhr || xhr.status < 400) return;
  ownMove = false;
  if (xhr.status < 500) refresh(SETTLE_MS);
});

document.addEventListener("keydown", (event) => {
  const key = event.code === "Space" ? " " : event.key;
  const dialog = document.querySelector("dialog[open]");
  if (dialog && ["ArrowLeft", "ArrowRight"].includes(key) && dialog.matches(":has(.dialog__foot)") && !event.target.matches("input")) {
    const buttons = [...dialog.querySelectorAll(".dialog__foot button")];
    const step = key === "ArrowRight" ? 1 : buttons.length - 1;
    buttons[(buttons.indexOf(document.activeElement) + step) % buttons.length]?.focus();
    event.preventDefault();
  } else if (!dialog && ["Enter", " "].includes(key) && deaf()) {
    event.preventDefault();
    event.stopPropagation();
  } else if (key === "F10") {
    event.preventDefault();
    if (!dialog) document.querySelector('[data-key="P"]')?.click();
  }
}, true);

document.addEventListener("click", (event) => event.target.closest("[data-close]")?.closest("dialog")?.close());

if (region()) {
  ownMove = true;
  look();
  deafUntil = 0;
}
