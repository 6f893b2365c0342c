// data-countdown="60" data-href="/kiosk/": a ring that empties; any touch or key fills it; at its end the page goes home.

const LOW_SECONDS = 10;

function start(element) {
  const whole = Number(element.dataset.countdown);
  const ring = element.querySelector("circle + circle");
  const number = element.querySelector("[data-countdown-number]");
  let end = Date.now() + whole * 1000;

  function draw() {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    if (number) number.textContent = left;
    if (ring) ring.style.strokeDashoffset = String(100 - (100 * left) / whole);
    element.toggleAttribute("data-low", left <= LOW_SECONDS);
    return left;
  }

  const timer = setInterval(() => {
    if (!element.isConnected) return clearInterval(timer);
    if (draw() > 0) return;
    clearInterval(timer);
    // replace: the next person must not come back to this page
    if (element.dataset.href) location.replace(element.dataset.href);
    element.dispatchEvent(new CustomEvent("countdown:end", { bubbles: true }));
  }, 500);

  for (const sign of ["pointerdown", "keydown", "touchstart", "input"]) {
    document.addEventListener(sign, () => { end = Date.now() + whole * 1000; draw(); }, { passive: true });
  }
  draw();
}

document.querySelectorAll("[data-countdown]").forEach(start);
