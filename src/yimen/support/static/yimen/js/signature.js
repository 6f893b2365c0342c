// A pad to sign on with finger, pen or mouse: [data-signature] holds a canvas, a hidden input and a clear button.
// What is drawn goes into the input as a PNG when the form is sent; a form without a stroke is not sent.

const WIDTH = 3;
const SHORTEST = 40; // pixels of line: a dot is no signature

function prepare(pad) {
  const canvas = pad.querySelector("canvas");
  const input = pad.querySelector("input[type=hidden]");
  const form = pad.closest("form");
  const pen = canvas.getContext("2d");
  let last = null;
  let drawn = 0;

  function size() {
    const scale = window.devicePixelRatio || 1;
    const box = canvas.getBoundingClientRect();
    canvas.width = Math.round(box.width * scale);
    canvas.height = Math.round(box.height * scale);
    pen.scale(scale, scale);
    pen.lineWidth = WIDTH;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#16202c";
    clear();
  }

  function clear() {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    drawn = 0;
    input.value = "";
    pad.dataset.state = "empty";
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (last === null) return;
    const now = place(event);
    pen.beginPath();
    pen.moveTo(last.x, last.y);
    pen.lineTo(now.x, now.y);
    pen.stroke();
    drawn += Math.hypot(now.x - last.x, now.y - last.y);
    last = now;
    if (drawn >= SHORTEST) pad.dataset.state = "signed";
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => { last = null; });
  }
  pad.querySelector("[data-clear]").addEventListener("click", clear);
  form.addEventListener("submit", (event) => {
    if (drawn < SHORTEST) {
      event.preventDefault();
      pad.dataset.state = "missing";
      canvas.focus();
      return;
    }
    input.value = canvas.toDataURL("image/png");
  });
  size();
  window.addEventListener("resize", size);
}

function prepareAll() {
  for (const pad of document.querySelectorAll("[data-signature]:not([data-state])")) prepare(pad);
}

prepareAll();
document.addEventListener("htmx:load", prepareAll);
