// The reader's choice of light or dark, kept in the browser by the design system, before the page
// is painted; for want of a choice, the one of the system.

{
  let chosen = null;
  try {
    chosen = localStorage.getItem("scheme");
  } catch {
    // This browser keeps nothing.
  }
  const isDark =
    chosen === "dark" ||
    (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.frTheme = isDark ? "dark" : "light";
}

// The design system closes a dialog by Escape, but not from a field.
document.addEventListener("keydown", (event) => {
  const isLeft = event.key === "Escape" && !event.defaultPrevented;
  if (isLeft && event.target.matches("input, select, textarea")) {
    event.target.closest(".fr-modal--opened")?.querySelector(".fr-btn--close")?.click();
  }
});
