// Tells a pocket that the number was called: the phone trembles, and the page's title says what is so.

let before = document.getElementById("standing")?.dataset.state;

document.addEventListener("htmx:afterSettle", () => {
  const standing = document.getElementById("standing");
  if (!standing) return;
  const house = document.title.split(" · ").at(-1);
  document.title = `${standing.dataset.title} · ${house}`;
  if (standing.dataset.state === "called" && before !== "called") navigator.vibrate?.([300, 150, 300, 150, 600]);
  before = standing.dataset.state;
});
