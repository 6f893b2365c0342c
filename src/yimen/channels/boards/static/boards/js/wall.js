// A wall: calls are drawn from the event itself, said aloud, and the lines are drawn anew at most every three seconds.
// Listens to live.js on #wall; speaks through speak.js; words and readings come with the page (#wall-words).

const STALE_MS = 3000;
const SILENT_MS = 30000; // lines are drawn anew after this even when nothing happens: ranges move with time
const TURN_MS = 9000;
const OLD_MS = 20000; // a call heard of later than this is history: shown, not said
const SLEPT_MS = 60000;
const FLASH_MS = 2700;

const wall = document.getElementById("wall");
const calls = document.getElementById("calls");
const words = JSON.parse(document.getElementById("wall-words").textContent);
const template = document.getElementById("call-template");

// --- calls ---

function card(call) {
  const element = template.content.firstElementChild.cloneNode(true);
  const area = words.windows[call.window] ?? call.area ?? "";
  element.dataset.call = call.number;
  element.dataset.window = call.window;
  element.querySelector(".call__number").textContent = call.number;
  element.querySelector(".call__window b").textContent = call.window;
  element.querySelector(".call__en i").textContent = call.window;
  element.querySelector(".call__area span").textContent = area;
  element.querySelector(".call__queue").textContent = words.businesses[call.queue] ?? call.queue_name ?? "";
  return element;
}

function show(call, fresh) {
  calls.querySelector("#none")?.remove();
  calls.querySelector(`[data-call="${CSS.escape(call.number)}"]`)?.remove();
  for (const old of calls.querySelectorAll(".call--fresh")) {
    old.classList.remove("call--fresh", "call--flash");
    old.querySelector(".call__lead").hidden = true;
  }
  const element = card(call);
  element.classList.add("call--fresh");
  element.querySelector(".call__lead").hidden = false;
  if (fresh) {
    element.classList.add("call--flash");
    setTimeout(() => element.classList.remove("call--flash"), FLASH_MS);
  }
  calls.prepend(element);
  while (calls.children.length > words.calls) calls.lastElementChild.remove();
  calls.dispatchEvent(new CustomEvent("wall:shown", { detail: call, bubbles: true }));
}

wall.addEventListener("live:ticket.called", ({ detail: call }) => {
  if (!call?.number || !call.window) return;
  if (wall.dataset.area && words.windows[call.window] !== wall.dataset.area) return;
  const fresh = Date.now() - Date.parse(call.at) < OLD_MS;
  show(call, fresh);
  if (fresh) say(call);
});

// --- speech ---

let waiting = 0;
document.addEventListener("speak:start", () => { waiting = Math.max(0, waiting - 1); });

function sentence(tongue, call) {
  const number = [...call.number].map((sign) => tongue.signs[sign] ?? sign).join(" ");
  return tongue.sentence.replace("{number}", number).replace("{window}", tongue.windows[call.window] ?? call.window);
}

function say(call) {
  if ("quiet" in wall.dataset) return;
  const once = words.tongues.map((tongue) => ({
    lang: tongue.lang,
    text: sentence(tongue, call),
    audio: wall.dataset.voice.replace("ID", `${tongue.lang}-${call.number}-${call.window}`),
  }));
  // When calls come faster than they can be said, each is said once.
  const times = waiting > 1 ? 1 : words.times;
  waiting += 1;
  const sentences = Array.from({ length: times }, () => once).flat();
  document.dispatchEvent(new CustomEvent("speak", { detail: { chime: true, sentences } }));
}

// Browsers give no sound before a touch, unless started with --autoplay-policy=no-user-gesture-required.
const button = document.getElementById("sound");
if (!("quiet" in wall.dataset)) {
  const probe = new AudioContext();
  const settle = () => { button.hidden = probe.state === "running"; };
  probe.onstatechange = settle;
  setTimeout(settle, 500);
  button.addEventListener("click", async () => {
    await probe.resume();
    document.dispatchEvent(new CustomEvent("speak", { detail: { chime: true, sentences: [] } }));
    settle();
  });
}

// --- lines ---

let drawn = Date.now();
let planned;
function stale() {
  planned ??= setTimeout(() => {
    planned = undefined;
    drawn = Date.now();
    document.body.dispatchEvent(new CustomEvent("board:stale"));
  }, Math.max(0, STALE_MS - (Date.now() - drawn)));
}
wall.addEventListener("live:any", stale);
wall.addEventListener("live:resumed", stale);

let turn = 0;
function turnTo(next) {
  const pages = document.querySelectorAll("#panel [data-turn]");
  turn = pages.length ? next % pages.length : 0;
  pages.forEach((page, place) => { page.hidden = place !== turn; });
  document.querySelectorAll("#panel [data-dot]").forEach((dot, place) => dot.toggleAttribute("data-on", place === turn));
}
document.addEventListener("htmx:afterSwap", () => turnTo(turn));
turnTo(0);
setInterval(() => turnTo(turn + 1), TURN_MS);

// --- a wall hangs for months ---

async function again() {
  try {
    if ((await fetch(location.href, { cache: "no-store" })).ok) return location.reload();
  } catch {
    // the server is away: keep what is shown
  }
  setTimeout(again, 5000);
}
wall.addEventListener("live:reload", again);
wall.addEventListener("live:hall.changed", again);

let beat = Date.now();
setInterval(() => {
  const now = Date.now();
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(now);
  if (now - beat > SLEPT_MS || today !== words.day) {
    words.day = today;
    again();
  }
  if (now - drawn > SILENT_MS) stale();
  beat = now;
}, 5000);
