// The folds that hold the form of an act: Escape, a click elsewhere, or Tab beyond its end closes
// the one that is open; what was typed stays in it. One that opens in the page, and not over it, is
// scrolled to.

const FOLDS = ":is(.act, .decision-correct, .portal-confirm)";

function openFold() {
  return document.querySelector(`${FOLDS}[open]`);
}

document.addEventListener("keydown", (event) => {
  const open = openFold();
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// At the key, not when the focus leaves: a mouse takes the focus away before it clicks.
document.addEventListener("keyup", (event) => {
  const open = openFold();
  if (event.key === "Tab" && open && !open.contains(document.activeElement)) open.open = false;
});

document.addEventListener("click", (event) => {
  const open = openFold();
  const isSelecting = !getSelection().isCollapsed || event.detail > 1;
  if (!open || isSelecting || open.contains(event.target)) return;
  open.open = false;
});

for (const fold of document.querySelectorAll(FOLDS)) {
  fold.addEventListener("toggle", () => {
    const block = fold.offsetHeight > innerHeight ? "start" : "nearest";
    if (fold.open) fold.scrollIntoView({ block });
  });
}
