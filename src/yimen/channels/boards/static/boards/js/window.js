// A window's own screen: the number is drawn from the event at once, the rest is asked for; after a service the
// screen belongs to the citizen for as long as the page says, and goes back by itself without a rating.

const SLEPT_MS = 60000;
const SILENT_MS = 60000;
const screen = document.getElementById("screen");
const rating = document.getElementById("rating");
const strip = document.getElementById("strip");
const mine = screen.dataset.window;

let drawn = Date.now();
let planned;
function stale() {
  planned ??= setTimeout(() => {
    planned = undefined;
    drawn = Date.now();
    document.body.dispatchEvent(new CustomEvent("screen:stale"));
  }, 150);
}
screen.addEventListener("live:any", stale);
screen.addEventListener("live:resumed", stale);

const ours = (detail) => String(detail?.window) === mine;

screen.addEventListener("live:ticket.called", ({ detail }) => {
  if (!ours(detail)) return;
  const number = document.querySelector("[data-now-number]");
  if (number) number.textContent = detail.number;
  strip.querySelector("strong").textContent = detail.number;
  strip.hidden = rating.hidden;
});
screen.addEventListener("live:ticket.serving", ({ detail }) => {
  // the next citizen sits here now: the last one's rating is theirs no longer
  if (ours(detail)) leave();
});

// --- a case to be checked and signed ---

screen.addEventListener("live:case.presented", () => {
  if (screen.dataset.rate) location.assign("/boards/window/confirm");
});

// --- a bill to be paid; the page itself knows whether it is of whoever is served here ---

screen.addEventListener("live:bill.offered", () => {
  if (screen.dataset.rate) location.assign("/boards/window/");
});

// --- rating ---

let end;
function leave() {
  clearTimeout(end);
  rating.hidden = true;
  rating.replaceChildren();
  strip.hidden = true;
}
function wait() {
  const box = rating.querySelector("[data-seconds]");
  if (!box) return;
  clearTimeout(end);
  const bar = box.querySelector(".rate__bar i");
  const seconds = Number(box.dataset.seconds);
  bar?.animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }], { duration: seconds * 1000, fill: "forwards" });
  end = setTimeout(leave, seconds * 1000);
}

screen.addEventListener("live:rating.asked", async ({ detail }) => {
  const late = Date.now() - Date.parse(detail?.at) > 60000;
  if (!detail?.token || !screen.dataset.rate || late) return;
  rating.hidden = false;
  await htmx.ajax("GET", screen.dataset.rate.replace("TOKEN", encodeURIComponent(detail.token)), { target: "#rating" });
  if (!rating.querySelector(".rate")) leave();
});
screen.addEventListener("live:rating.given", () => {
  // given on the phone: thank here too, by going back
  if (!rating.querySelector("[data-thanks]") && !rating.querySelector(".htmx-request")) leave();
});
rating.addEventListener("htmx:afterSwap", wait);
rating.addEventListener("pointerdown", wait, { passive: true });
rating.addEventListener("click", (event) => {
  if (!event.target.closest("[data-leave]")) return;
  event.preventDefault();
  leave();
});

// --- a screen stands for months ---

async function again() {
  try {
    if ((await fetch(location.href, { cache: "no-store" })).ok) return location.reload();
  } catch {
    // the server is away: keep what is shown
  }
  setTimeout(again, 5000);
}
screen.addEventListener("live:reload", again);

let beat = Date.now();
setInterval(() => {
  const now = Date.now();
  if (now - beat > SLEPT_MS) again();
  if (now - drawn > SILENT_MS) stale();
  beat = now;
}, 5000);
