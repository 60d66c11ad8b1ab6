// « Tout cocher »: shown where scripts run; without them the page has its own button.
const form = document.querySelector("[data-confirmation]");
const all = form?.querySelector("[data-confirmation-all]");

if (all) {
  const box = all.querySelector("input");
  const rows = [...form.querySelectorAll("input[name=seen]")];
  const tell = () => {
    const checked = rows.filter((row) => row.checked).length;
    box.checked = checked === rows.length;
    box.indeterminate = checked > 0 && checked < rows.length;
  };
  box.addEventListener("change", () => {
    for (const row of rows) row.checked = box.checked;
  });
  for (const row of rows) row.addEventListener("change", tell);
  all.hidden = false;
  tell();
}
