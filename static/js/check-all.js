// « Tout cocher », for the boxes of a part of a page, and how many are checked: shown where scripts
// run.
for (const part of document.querySelectorAll("[data-checked-together]")) {
  const all = part.querySelector("[data-check-all]");
  const box = all.querySelector("input");
  const rows = [...part.querySelectorAll("input[type=checkbox]")].filter((row) => row !== box);
  const count = part.querySelector("[data-checked-count]");
  const tell = () => {
    const checked = rows.filter((row) => row.checked).length;
    box.checked = checked === rows.length;
    box.indeterminate = checked > 0 && checked < rows.length;
    if (count) count.textContent = ` (${checked})`;
  };
  box.addEventListener("change", () => {
    for (const row of rows) row.checked = box.checked;
    tell();
  });
  for (const row of rows) row.addEventListener("change", tell);
  all.hidden = false;
  tell();
}
