// data-key="Enter" on a button or link: the key presses it. Never while typing, never behind an open dialog.

const TYPING = "input:not([type=button], [type=submit], [type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
const PRESSABLE = "a[href], button, summary, input, [role=button]";

function named(event) {
  if (event.code === "Space") return "space";
  return event.key.toLowerCase();
}

function reachable(element) {
  const open = [...document.querySelectorAll("dialog[open]:not(.dialog--page)")].at(-1);
  if (open && !open.contains(element)) return false;
  return !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.checkVisibility();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.(TYPING)) return;
  const key = named(event);
  // Someone walking by keyboard presses what has the focus; a button last clicked by mouse does not hold the key.
  const walking = event.target.matches?.(":focus-visible") && event.target.closest(PRESSABLE);
  if (walking && (key === "enter" || key === "space")) return;
  const element = [...document.querySelectorAll("[data-key]")].find(
    (candidate) => candidate.dataset.key.toLowerCase() === key && reachable(candidate),
  );
  if (!element) return;
  event.preventDefault();
  element.click();
});
