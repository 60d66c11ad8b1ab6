// « Demander un changement » beside a field: the box of messages opens at its place, without
// leaving the page. Without this script, the link asks the page for the same.

const place = document.getElementById("message-place");
const text = document.getElementById("message-body");

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-ask]");
  if (!link || !place || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const option = [...place.options].find((each) => each.value === link.dataset.ask);
  if (!option) return;
  event.preventDefault();
  place.value = option.value;
  history.replaceState(null, "", "#demander");
  dispatchEvent(new HashChangeEvent("hashchange"));
  text.focus();
});
