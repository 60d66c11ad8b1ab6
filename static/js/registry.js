// The pages that show a result of the registry: it follows each choice (htmx), addresses are without
// empty parts and usual columns, and filters that do not stand beside it are a dialog. Without this script the form is
// sent by its buttons.

const WIDE = window.matchMedia("(min-width: 62em)");
const OPENERS = "#registry [href='#filtres']";
// How far each address was read, and the address that is shown: going back or forward, that of the
// browser is already the next one.
const scrolls = new Map();
let shown = location.href;

const byId = (id) => document.getElementById(id);

// Listeners stand on the document: what they are about is replaced by results and by the history.
function start() {
  byId("registry").dataset.live = "";
  // What the browser itself puts back, it does before the page is there.
  history.scrollRestoration = "manual";
  addEventListener("pagehide", () => (history.scrollRestoration = "auto"));
  document.addEventListener("click", onClick);
  document.addEventListener("close", onClose, true);
  document.addEventListener("change", onChange, true);
  // Enter among the values of a filter: they are already those that are searched.
  byId("facet-search").addEventListener("submit", (event) => event.preventDefault());
  WIDE.addEventListener("change", closeDialog);
  const { body } = document;
  body.addEventListener("htmx:configRequest", withoutEmptyParts);
  body.addEventListener("htmx:beforeSwap", beforeSwap);
  body.addEventListener("htmx:afterSettle", afterSettle);
  body.addEventListener("htmx:historyCacheMiss", closeDialog);
  // Before another address is shown, by a choice or by the history.
  body.addEventListener("htmx:beforeHistorySave", () => scrolls.set(shown, scrollY));
  body.addEventListener("htmx:pushedIntoHistory", () => (shown = location.href));
  body.addEventListener("htmx:historyRestore", afterRestore);
  for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:historyCacheMissLoadError"]) {
    body.addEventListener(failure, readWholePage);
  }
  // Once htmx listens too.
  addEventListener("DOMContentLoaded", followEarlierChoices);
}

// A line that one still types in says it itself, once left.
function isChanged(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return !field.selectedOptions[0]?.defaultSelected;
  return field.matches("input:not([type=search], :focus)") && field.value !== field.defaultValue;
}

// On a slow line, one chooses before this script is there.
function followEarlierChoices() {
  const form = byId("registry-form");
  if ([...form.elements].some(isChanged)) form.requestSubmit();
}

function areBeside() {
  return WIDE.matches && byId("registry-form").matches(".registry--beside");
}

function onClick(event) {
  const target = event.target.closest(
    "[href='#filtres'], .registry__close, .registry__see",
  );
  if (!target || areBeside()) return;
  if (target.matches("[href='#filtres']")) openDialog();
  else if (byId("registry-dialog").open) closeDialog(target.matches(".registry__see") ? "see" : "");
  else return;
  event.preventDefault();
}

function openDialog() {
  const dialog = byId("registry-dialog");
  // What stands outside of a dialog is not said.
  dialog.append(byId("filtres"), byId("registry-status"));
  dialog.returnValue = "";
  dialog.showModal();
}

function closeDialog(reason) {
  const dialog = byId("registry-dialog");
  if (dialog.open) dialog.close(reason === "see" ? reason : "");
}

// The filters go back beside the results however the dialog was closed.
function onClose(event) {
  if (event.target.id !== "registry-dialog") return;
  byId("registry-form").prepend(byId("filtres"));
  byId("registry").before(byId("registry-status"));
  if (event.target.returnValue === "see") {
    byId("resultats").focus({ preventScroll: true });
    byId("resultats").scrollIntoView();
  } else {
    const opener = [...document.querySelectorAll(OPENERS)].find((each) => each.offsetParent);
    opener?.focus({ preventScroll: true });
  }
}

// Whether something was chosen since the form was last sent: the answer to come would undo it.
let isOutdated = false;

// Looking among the values of a filter chooses nothing; words are sent by their button or by Enter.
function onChange(event) {
  if (event.target.matches(".facet__search, #registry-q")) event.stopPropagation();
  else if (event.target.form === byId("registry-form")) isOutdated = true;
}

function withoutEmptyParts({ detail }) {
  if (detail.elt.id === "registry-form") isOutdated = false;
  for (const name of new Set(detail.formData.keys())) {
    const values = detail.formData.getAll(name).filter((value) => value !== "");
    detail.formData.delete(name);
    for (const value of values) detail.formData.append(name, value);
  }
  const usual = byId("columns")?.dataset.usual;
  if (detail.formData.getAll("colonne").join(" ") === usual) detail.formData.delete("colonne");
}

let opened = new Map();
let focused = "";
let typed = null;

function beforeSwap({ detail }) {
  if (detail.requestConfig.elt.id === "registry-form" && isOutdated) detail.shouldSwap = false;
  focused = document.activeElement.id;
  typed = document.activeElement.matches(".registry__years input") ? document.activeElement.value : null;
  const folds = document.querySelectorAll("#registry details");
  opened = new Map([...folds].map((each) => [each.id, each.open]));
}

// What the reader folded or unfolded stays so; what was typed is that of the address.
function afterSettle({ detail }) {
  if (detail.elt.matches("[id^='values-']")) say(detail.elt.querySelectorAll("p"));
  if (detail.elt.id !== "resultats" || !byId("registry-status")) return;
  for (const [id, isOpen] of opened) {
    const fold = byId(id);
    if (fold) fold.open = isOpen;
  }
  keepYear();
  followAddress();
  say(document.querySelectorAll("#facets .fr-error-text, h1"));
  if (document.activeElement === document.body && !byId("registry-dialog").open) {
    (byId(focused) ?? byId("resultats")).focus({ preventScroll: true });
  }
  // What is chosen goes to the head of its filter: the page stays where it is, unless it then left
  // the screen.
  const { activeElement } = document;
  const seen = activeElement.labels?.[0] ?? activeElement;
  if (seen.closest("#facets")) seen.scrollIntoView({ block: "nearest" });
}

// A year that one writes while the answer to another comes: sent once it is left, which browsers do
// not tell of a value that a script wrote.
function keepYear() {
  const year = typed !== null && byId(focused);
  if (!year || year.value === typed) return;
  year.value = typed;
  year.addEventListener("blur", () => byId("registry-form").requestSubmit(), { once: true });
}

// To those who listen to the page.
function say(parts) {
  byId("registry-status").textContent = [...parts].map((each) => each.textContent).join(" ");
}

function followAddress() {
  const words = byId("registry-q");
  if (document.activeElement !== words) words.value = new URLSearchParams(location.search).get("q") ?? "";
}

function afterRestore() {
  shown = location.href;
  followAddress();
  scrollTo(0, scrolls.get(location.href) ?? 0);
}

function readWholePage({ detail }) {
  location.assign(detail.pathInfo?.finalRequestPath ?? detail.path ?? location.href);
}

if (byId("registry")) start();
