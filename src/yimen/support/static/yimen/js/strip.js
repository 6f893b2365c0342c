// On a narrow screen menus and tabs are strips that scroll sideways: each begins where its current entry can be seen.

document.querySelectorAll(".sidenav, .tabs").forEach((strip) => {
  strip.querySelector("[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest", behavior: "instant" });
});
