// How many characters may still be typed in a field with a limit: shown under it and, when few are
// left, read aloud once the person pauses. Nothing is cut: a text that is too long is kept and told.

const NEAR = 0.2;
const PAUSE = 1000;
const voice = document.querySelector("[data-characters]");
let pausing = null;

const isLimited = (field) => field.matches?.("[data-longest], textarea[maxlength]");
const shown = (number) => number.toLocaleString("fr-FR");

function sentence(left) {
  const name = left < 0 ? "over" : left === 1 ? "one" : "left";
  return voice.dataset[name].replace("{n}", shown(Math.abs(left)));
}

function counterOf(field) {
  const id = `${field.name}-reste`;
  let counter = document.getElementById(id);
  if (!counter) {
    counter = Object.assign(document.createElement("p"), { id, className: "fr-hint-text characters-left" });
    field.insertAdjacentElement("afterend", counter);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", described ? `${described} ${id}` : id);
  }
  return counter;
}

function count(field) {
  const longest = Number(field.dataset.longest ?? field.maxLength);
  const left = longest - [...field.value].length;
  const counter = counterOf(field);
  counter.textContent = sentence(left);
  counter.toggleAttribute("data-near", left < longest * NEAR);
  return left < longest * NEAR ? counter.textContent : "";
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
for (const field of document.querySelectorAll("[data-longest], textarea[maxlength]")) {
  if (field.value) count(field);
}
