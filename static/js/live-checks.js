// After each save, what follows from it is asked again: errors, states of the steps, sums, who else
// does this. What did not change is left alone: it keeps the focus, and screen readers do not say
// it twice. No input is ever replaced.

import { inPlace } from "./in-place.js";

const PAUSE = 300;
const GROUPS = ["fr-input-group", "fr-select-group", "fr-fieldset"];
const beside = document.querySelector("[data-help]");
let waiting = null;
let asked = null;

const words = (node) => node.textContent.replace(/\s+/g, " ").trim();
const isSame = (one, other) => words(one) === words(other) && one.dataset.shown === other.dataset.shown;

function mark(container) {
  if (!container.id.endsWith("-erreur")) return;
  const isWrong = container.querySelector(".fr-message--error") !== null;
  const input = document.querySelector(`[aria-describedby~="${CSS.escape(container.id)}"]`);
  if (isWrong) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
  const group = container.closest(GROUPS.map((name) => `.${name}`).join());
  for (const name of GROUPS) {
    if (group?.classList.contains(name)) group.classList.toggle(`${name}--error`, isWrong);
  }
}

function follow(part) {
  const shown = document.getElementById(part.id);
  if (!shown || isSame(shown, part)) return;
  const focused = shown.contains(document.activeElement) && document.activeElement.id;
  if (part.dataset.shown !== undefined) shown.dataset.shown = part.dataset.shown;
  shown.replaceChildren(...part.childNodes);
  mark(shown);
  if (focused) document.getElementById(focused)?.focus();
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  try {
    const response = await fetch(beside.dataset.help, { signal: asked.signal });
    // A session that ended answers with the page to sign in.
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    inPlace(() => page.querySelectorAll("[data-follows]").forEach(follow));
    if (!document.getElementById("erreurs")) document.title = document.title.replace(/^Erreur\s*:\s/, "");
  } catch {
    // Another save followed, the page is left, or there is no network: the next one asks again.
  }
}

document.body.addEventListener("dossier-saved", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
