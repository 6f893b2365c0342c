// data-confirm="sentence" on a form or a button asks once before the deed; data-dialog="id" opens a <dialog>.
// A button with data-noconfirm sends its form unasked: it only looks.
// Without this module the form simply posts; the server may answer with the same question as a page.

const agreed = new WeakSet();

function ask(element) {
  const dialog = document.getElementById("confirm-template").content.firstElementChild.cloneNode(true);
  const words = { text: element.dataset.confirm, title: element.dataset.confirmTitle, action: element.dataset.confirmAction };
  for (const [slot, sentence] of Object.entries(words)) {
    if (sentence) dialog.querySelector(`[data-confirm-slot="${slot}"]`).textContent = sentence;
  }
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const yes = dialog.returnValue === "yes";
      dialog.remove();
      resolve(yes);
    });
    dialog.showModal();
  });
}

function intercept(event, element, again) {
  if (agreed.delete(element)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(element).then((yes) => {
    if (!yes || !element.isConnected) return;
    agreed.add(element);
    again();
    agreed.delete(element);
  });
}

// Capture phase: before htmx hears of it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !event.submitter?.hasAttribute("data-noconfirm")) intercept(event, form, () => form.requestSubmit(event.submitter));
}, true);

document.addEventListener("click", (event) => {
  const element = event.target.closest?.("button[data-confirm], a[data-confirm]");
  if (element) return intercept(event, element, () => element.click());
  const opener = event.target.closest?.("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
}, true);
