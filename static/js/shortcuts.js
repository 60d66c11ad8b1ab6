// Keyboard shortcuts of the officers’ pages. A key acts on what the page marks with
// `data-shortcut`, or goes through the rows marked with `data-shortcut-row`. None acts while one
// types in a field, with a modifier, behind a dialog, or once the person turned them off.

const KEYS = { s: "next", p: "previous", l: "list", t: "take", m: "message", d: "decide" };
const STEPS = { next: 1, previous: -1 };
const TYPED_IN = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])";
const DIALOGS = "dialog[open], .fr-modal--opened";

const entry = document.querySelector("[data-shortcuts]");
const button = entry.querySelector("button");

function isIgnored(event) {
  const hasModifier = event.ctrlKey || event.altKey || event.metaKey;
  const isElsewhere = event.target.matches?.(TYPED_IN) || document.querySelector(DIALOGS);
  return hasModifier || event.repeat || event.isComposing || event.defaultPrevented || isElsewhere;
}

// Opens the tab and the folds that a field is in, and goes to it.
function goTo(field) {
  const panel = field.closest("[role=tabpanel]");
  if (panel?.hidden) document.getElementById(panel.getAttribute("aria-labelledby")).click();
  let fold = field.matches("summary") ? null : field.closest("details");
  for (; fold; fold = fold.parentElement.closest("details")) fold.open = true;
  field.focus();
}

// A text that leaving the page would lose; the drafts of messages are kept by the browser.
function unsavedText() {
  const texts = document.querySelectorAll("main textarea:not([data-message-draft])");
  return [...texts].find((text) => text.value !== text.defaultValue);
}

function neighbour(rows, step) {
  const current = rows.findIndex((row) => row.closest("tr").contains(document.activeElement));
  return current < 0 ? rows[0] : rows[current + step];
}

function act(name) {
  const rows = [...document.querySelectorAll("[data-shortcut-row]")];
  if (name in STEPS && rows.length) return neighbour(rows, STEPS[name])?.focus();
  const target = document.querySelector(`[data-shortcut="${name}"]`);
  if (!target) return;
  if (!target.matches("a, button")) return goTo(target);
  const unsaved = unsavedText();
  if (unsaved) goTo(unsaved);
  else target.click();
}

if (entry.dataset.shortcuts === "on") {
  document.addEventListener("keydown", (event) => {
    if (isIgnored(event)) return;
    const name = event.shiftKey ? undefined : KEYS[event.key.toLowerCase()];
    if (event.key !== "?" && !name) return;
    event.preventDefault();
    if (name) act(name);
    else button.click();
  });
}
entry.hidden = false;
