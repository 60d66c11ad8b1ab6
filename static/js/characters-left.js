// How many characters may still be typed in a field with a limit (« data-longest »): shown under it
// and, when few are left, read aloud once the person pauses. A text that is too long stays whole:
// the browser says how many are too many instead of sending it, where the form lets it.

const NEAR = 0.2;
const PAUSE = 1000;
const voice = document.querySelector("[data-characters]");
let pausing = null;

const LIMITED = "[data-longest]";
// A line that is shorter, a year or a number, is counted only where it is too long.
const SHORTEST = 40;

const isLimited = (field) => field.matches?.(LIMITED);
const shown = (number) => number.toLocaleString("fr-FR");

function sentence(left) {
  const name = left < 0 ? "over" : left === 1 ? "one" : "left";
  return voice.dataset[name].replace("{n}", shown(Math.abs(left)));
}

function shownCounter(field) {
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ");
  return document.getElementById(described.find((id) => id.endsWith("-reste")) ?? "");
}

function counterOf(field) {
  let counter = shownCounter(field);
  if (!counter) {
    const id = `${field.id || field.name}-reste`;
    counter = Object.assign(document.createElement("p"), { id, className: "fr-hint-text characters-left" });
    field.insertAdjacentElement("afterend", counter);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", described ? `${described} ${id}` : id);
  }
  return counter;
}

function count(field) {
  const longest = Number(field.dataset.longest);
  const left = longest - [...field.value.trim()].length;
  field.setCustomValidity(left < 0 ? sentence(left) : "");
  const few = longest < SHORTEST ? 0 : longest * NEAR;
  // A line has no count until few characters are left, so that nothing moves.
  if (left >= few && field.localName === "input" && !shownCounter(field)) return "";
  const counter = counterOf(field);
  counter.textContent = sentence(left);
  counter.toggleAttribute("data-near", left < few);
  return left < few ? counter.textContent : "";
}

document.addEventListener("input", ({ target }) => {
  if (!isLimited(target)) return;
  const words = count(target);
  clearTimeout(pausing);
  pausing = setTimeout(() => {
    if (target === document.activeElement) voice.textContent = words;
  }, PAUSE);
});

document.addEventListener("focusin", ({ target }) => isLimited(target) && count(target));
for (const field of document.querySelectorAll(LIMITED)) {
  if (field.value) count(field);
  // The room of the count is kept from the start, so that nothing moves under a click.
  else if (field.localName === "textarea") counterOf(field);
}
