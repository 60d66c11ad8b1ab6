// A button that copies the text of a field: its paragraph is shown where scripts run.
for (const button of document.querySelectorAll("[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const state = document.getElementById(button.dataset.state);
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      state.textContent = button.dataset.done;
    } catch {
      state.textContent = button.dataset.failed;
    }
  });
  button.parentElement.hidden = false;
}
