// <span class="timer" data-since="2020-01-17T09:31:00+08:00" data-wait-after="900" data-bad-after="1800">: mm:ss since then.
// data-now="ISO" is the server's clock when the page was drawn; a wrong clock on this machine then does no harm.

const two = (number) => String(number).padStart(2, "0");

function offset(element, now) {
  const drawn = Date.parse(element.dataset.now ?? "");
  element.timerOffset ??= Number.isNaN(drawn) ? 0 : drawn - now;
  return element.timerOffset;
}

function draw(element) {
  const since = Date.parse(element.dataset.since);
  if (Number.isNaN(since)) return;
  const now = Date.now(); // read once: read twice, a millisecond between the two takes a second off the figure
  const seconds = Math.max(0, Math.floor((now + offset(element, now) - since) / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  element.textContent = `${hours ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
  const late = (limit) => limit !== undefined && seconds >= Number(limit);
  element.classList.toggle("timer--bad", late(element.dataset.badAfter));
  element.classList.toggle("timer--wait", late(element.dataset.waitAfter) && !late(element.dataset.badAfter));
}

function tick() {
  document.querySelectorAll("[data-since]").forEach(draw);
}

tick();
setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", tick);
