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
