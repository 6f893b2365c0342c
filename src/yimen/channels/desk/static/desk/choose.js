// [data-choose]: type to filter the items, arrows move, Enter takes the marked one.

function shown(form) {
  return [...form.querySelectorAll("[data-choose-item]")].filter((item) => !item.closest("li").hidden);
}

function mark(form, item) {
  form.querySelector("[aria-current=true]")?.removeAttribute("aria-current");
  item?.setAttribute("aria-current", "true");
  item?.scrollIntoView({ block: "nearest" });
}

function filter(form) {
  const words = form.querySelector("[data-choose-filter]").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  for (const item of form.querySelectorAll("[data-choose-item]")) {
    const text = item.dataset.chooseItem.toLowerCase();
    item.closest("li").hidden = !words.every((word) => text.includes(word));
  }
  const items = shown(form);
  form.querySelector("[data-choose-none]").hidden = items.length > 0;
  mark(form, words.length ? items[0] : undefined);
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-choose-filter]")) filter(event.target.closest("[data-choose]"));
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-choose-filter]") || event.isComposing) return;
  const form = event.target.closest("[data-choose]");
  const items = shown(form);
  const now = items.indexOf(form.querySelector("[aria-current=true]"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    mark(form, items[now < 0 ? (step > 0 ? 0 : items.length - 1) : (now + step + items.length) % items.length]);
    event.preventDefault();
  } else if (event.key === "Enter") {
    event.preventDefault(); // never the first of an unfiltered list by accident
    if (now >= 0) items[now].click();
  }
});

document.addEventListener("close", (event) => {
  const input = event.target.querySelector?.("[data-choose-filter]");
  if (!input) return;
  input.value = "";
  filter(input.closest("[data-choose]"));
}, true);
