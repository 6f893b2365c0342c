// data-print prints this page; data-print="URL" prints another one in a new window.

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-print]");
  if (!button) return;
  const url = button.dataset.print;
  if (!url) return window.print();
  const paper = window.open(url, "_blank");
  paper?.addEventListener("load", () => paper.print());
});
