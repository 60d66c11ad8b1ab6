// How many characters may still be typed in a field with a limit: shown under it and, when few are
// left, read aloud once the person pauses. A text that is too long is kept and told
// (« data-longest »); browsers cut it where there is a « maxlength ».

const NEAR = 0.2;
const PAUSE = 1000;
const voice = document.querySelector("[data-characters]");
let pausing = null;

const LIMITED = "[data-longest], textarea[maxlength], input[maxlength]:not([type=search])";
// A line that is shorter, a year or a number, needs no count.
const SHORTEST = 100;

const longestOf = (field) => Number(field.dataset.longest ?? field.maxLength);
const isLimited = (field) => field.matches?.(LIMITED) && ("longest" in field.dataset || longestOf(field) >= SHORTEST);
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
  const longest = longestOf(field);
  const left = longest - [...field.value].length;
  // A line has no count until few characters are left, so that nothing moves.
  if (left >= longest * NEAR && field.localName === "input" && !shownCounter(field)) return "";
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
for (const field of document.querySelectorAll(LIMITED)) {
  if (!isLimited(field)) continue;
  if (field.value) count(field);
  // The room of the count is kept from the start, so that nothing moves under a click.
  else if (field.localName === "textarea") counterOf(field);
}
