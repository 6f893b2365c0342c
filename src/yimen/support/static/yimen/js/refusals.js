// What an answer that is not 2xx does. Refusals say where they want to stand (HX-Retarget);
// anything else must not overwrite a piece of the page, so one plain notice appears instead.
// Also: `document.dispatchEvent(new CustomEvent("toast", {detail: "words"}))`.

const TOAST_MS = 4000;

function trouble() {
  const region = document.getElementById("notice");
  const template = document.getElementById("trouble-template");
  if (!region || !template) return;
  region.replaceChildren(template.content.cloneNode(true));
  region.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status < 400 || xhr.getResponseHeader("HX-Retarget")) return;
  event.detail.shouldSwap = false;
  trouble();
});

document.addEventListener("htmx:sendError", trouble);
document.addEventListener("htmx:timeout", trouble);

// A deed that went well takes the last refusal away.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.requestConfig.verb !== "get") document.getElementById("notice")?.replaceChildren();
});

document.addEventListener("toast", (event) => {
  const toast = Object.assign(document.createElement("div"), { className: "toast", textContent: event.detail.value ?? event.detail });
  document.getElementById("toasts")?.append(toast);
  setTimeout(() => toast.remove(), TOAST_MS);
});
