// While a citizen checks and signs: the clerk took it off, or the visit is over, so the screen goes back.

const page = document.querySelector(".confirm");
const back = () => location.assign("/boards/window/");
for (const name of ["case.taken_off", "ticket.done", "ticket.waiting", "ticket.held", "reload"]) {
  page.addEventListener(`live:${name}`, back);
}
