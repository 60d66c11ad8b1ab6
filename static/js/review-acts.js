// The folds of the bar of acts: Escape closes the one that is open and goes back to its button.

document.addEventListener("keydown", (event) => {
  const open = document.querySelector(".act[open]");
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
