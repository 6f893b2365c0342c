// <span data-until="2020-01-17T09:46:00+08:00">: mm:ss left; at the end the body hears "until:over", once for each instant.

const over = new Set();
const two = (number) => String(number).padStart(2, "0");

function draw(element) {
  const end = Date.parse(element.dataset.until);
  if (Number.isNaN(end)) return;
  const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
  element.textContent = `${two(Math.floor(left / 60))}:${two(left % 60)}`;
  if (left > 0 || over.has(end)) return;
  over.add(end);
  element.dispatchEvent(new CustomEvent("until:over", { bubbles: true }));
}

const tick = () => document.querySelectorAll("[data-until]").forEach(draw);

tick();
setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", tick);
