// Elder mode, contrast and theme change at once; the cookie is what the server draws from next time.
// Without this module the same form posts and the page is drawn again.

const YEAR = 365 * 24 * 3600;
const root = document.documentElement;

const wishes = {
  elder: { cookie: "yimen_elder", apply: (value) => root.toggleAttribute("data-elder", value === "1"), other: { 0: "1", 1: "0" }, on: "1" },
  contrast: {
    cookie: "yimen_contrast",
    apply: (value) => (value === "high" ? root.setAttribute("data-contrast", "high") : root.removeAttribute("data-contrast")),
    other: { normal: "high", high: "normal" },
    on: "high",
  },
  theme: { cookie: "yimen_theme", apply: (value) => root.setAttribute("data-theme", value), other: { light: "dark", dark: "light" }, on: "dark" },
};

function remember(cookie, value) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${cookie}=${value}; Max-Age=${YEAR}; Path=/; SameSite=Lax${secure}`;
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  const wish = event.target.matches("form[data-look]") && button && wishes[button.name];
  if (!wish) return;
  event.preventDefault();
  const value = button.value;
  wish.apply(value);
  remember(wish.cookie, value);
  for (const twin of document.querySelectorAll(`form[data-look] button[name="${button.name}"]`)) {
    twin.value = wish.other[value];
    twin.setAttribute("aria-pressed", String(value === wish.on));
  }
});
