// Cells copied from a spreadsheet and pasted in a line of the budget go to the box that reads
// them, as if they were pasted there.

const table = document.querySelector(".dossier-rows--budget");
const form = table?.closest("form");

table?.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").trim();
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  const box = form.elements.budget_pasted;
  box.value = box.value ? `${box.value}\n${text}` : text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  form.requestSubmit(form.querySelector('[value="paste:budget"]'));
});
