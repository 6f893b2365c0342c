// While a citizen pays: it is paid or over, or the visit is, so the screen goes back and looks what is to be shown.

const page = document.querySelector(".paying");
const back = () => location.assign("/boards/window/");
for (const name of page.dataset.liveEvents.split(" ")) page.addEventListener(`live:${name}`, back);
page.addEventListener("live:resumed", back);

const left = Date.parse(page.dataset.ends) - Date.now();
setTimeout(back, Math.max(1000, left + 1000));
