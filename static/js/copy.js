// « Copier », beside a text of the page: shown where scripts run, says aloud what happened.
const written = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard; a field that is selected is still copied by browsers.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "fr-sr-only";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
};

for (const part of document.querySelectorAll(".copy")) {
  const button = part.querySelector("button");
  const said = part.querySelector("[role=status]");
  button.addEventListener("click", async () => {
    said.textContent = "";
    const done = await written(button.dataset.text);
    button.focus();
    said.textContent = done ? part.dataset.copied : part.dataset.failed;
  });
  part.hidden = false;
}
