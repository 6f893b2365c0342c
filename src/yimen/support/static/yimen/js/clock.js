// <time data-clock data-zone="Asia/Shanghai"> shows 09:31; data-clock="date" shows 1月17日 星期五.

const language = document.documentElement.lang || "zh-Hans";

function words(element, now) {
  const timeZone = element.dataset.zone || "Asia/Shanghai";
  if (element.dataset.clock === "date") {
    const day = new Intl.DateTimeFormat(language, { timeZone, month: "long", day: "numeric" }).format(now);
    const week = new Intl.DateTimeFormat(language, { timeZone, weekday: "long" }).format(now);
    return language.startsWith("zh") ? `${day} ${week}` : `${week}, ${day}`;
  }
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(now);
}

function tick() {
  const now = new Date();
  for (const element of document.querySelectorAll("[data-clock]")) {
    const text = words(element, now);
    if (element.textContent !== text) element.textContent = text;
    element.dateTime = now.toISOString();
  }
  setTimeout(tick, 1000 - (Date.now() % 1000));
}

tick();
