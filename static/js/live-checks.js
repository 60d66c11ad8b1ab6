// After each save, the parts of the page that follow what was typed are asked again. What did not
// change is left alone: it keeps the focus, and screen readers do not say it twice.

const GROUP = ".fr-input-group, .fr-select-group, .fr-fieldset";

function mark(container) {
  if (!container.id?.endsWith("-erreur")) return;
  const isWrong = container.querySelector(".fr-message--error") !== null;
  const input = document.querySelector(`[aria-describedby~="${CSS.escape(container.id)}"]`);
  if (isWrong) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
  const group = container.closest(GROUP);
  for (const kind of ["fr-input-group", "fr-select-group", "fr-fieldset"]) {
    if (group?.classList.contains(kind)) group.classList.toggle(`${kind}--error`, isWrong);
  }
}

const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
const shown = (node) => node.dataset?.shown ?? node.firstElementChild?.dataset.shown;

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const isSame = words(fragment) === words(target) && shown(fragment) === shown(target);
  event.detail.shouldSwap = !isSame;
});
document.addEventListener("htmx:oobAfterSwap", (event) => mark(event.detail.target));
