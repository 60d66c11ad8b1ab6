// Phrases of the library: checked, one goes into the box of the grounds, where it can be changed;
// unchecked, it leaves it if it stands there unchanged. What is sent is the box alone.
for (const part of document.querySelectorAll("[data-phrases]")) {
  const box = document.getElementById(part.dataset.phrases);
  for (const check of part.querySelectorAll("[data-phrase]")) {
    const text = check.dataset.phrase.trim();
    check.removeAttribute("name");
    const add = () => {
      if (!box.value.includes(text)) box.value = [box.value.trim(), text].filter(Boolean).join("\n\n");
    };
    if (check.checked) add();
    check.addEventListener("change", () => {
      if (check.checked) add();
      else box.value = box.value.replace(text, "").replace(/\n{3,}/g, "\n\n").trim();
    });
  }
}
