// Keys of parts/_keypad.html write into their input; the keypad stays hidden where there is no script.

function press(input, key) {
  if (key === "clear") input.value = "";
  else if (key === "back") input.value = input.value.slice(0, -1);
  else if (input.maxLength < 0 || input.value.length < input.maxLength) input.value += key;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function show() {
  for (const pad of document.querySelectorAll("[data-keypad-for][hidden]")) {
    pad.hidden = false;
    // On machines the screen keyboard of the system must not cover ours.
    const input = document.getElementById(pad.dataset.keypadFor);
    if (input && document.documentElement.dataset.channel === "kiosk") input.inputMode = "none";
  }
}

document.addEventListener("click", (event) => {
  const key = event.target.closest?.("[data-keypad]");
  const input = key && document.getElementById(key.closest("[data-keypad-for]").dataset.keypadFor);
  if (input) press(input, key.dataset.keypad);
});

show();
document.addEventListener("htmx:afterSettle", show);
