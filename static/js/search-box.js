// A search box that offers its answers as one types: the combobox of the ARIA guide, with a list
// and no choice made beforehand. Without this script the button « Chercher » leads to the same
// answers. Of the input: `data-search-box`, where to ask; `data-command`, what to ask of the form
// with the answer chosen, `data-chosen`, the field of the form that takes it, or `data-leads`, where
// an answer is an address to go to.

const PAUSE = 200;
const SHORTEST = 2;
const FOCUS = 50;

class SearchBox {
  constructor(input) {
    this.input = input;
    this.active = -1;
    this.asked = null;
    this.dialog = input.closest(".fr-modal");
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-liste`;
    this.list.className = "search-box__list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.label);
    this.list.hidden = true;
    this.announcement = document.createElement("p");
    this.announcement.className = "search-box__announcement";
    this.announcement.setAttribute("role", "status");
    input.closest(".search-box").append(this.list, this.announcement);
    this.become();
    this.listen();
    // On a slow line, one types before this script is there.
    if (document.activeElement === input && input.value !== input.defaultValue) this.later();
  }

  become() {
    const attributes = {
      type: "text",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // A dialog gives the focus to its first button, a moment after it opened.
    this.dialog?.addEventListener("dsfr.disclose", () => setTimeout(() => this.input.focus(), FOCUS));
    // The box keeps the focus while a finger or a mouse chooses.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  get options() {
    return [...this.list.children];
  }

  // Whether the box stands in an open dialog, which « Escape » closes with the words kept.
  get isInDialog() {
    return Boolean(this.dialog?.classList.contains("fr-modal--opened"));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  later() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    if (this.input.value.trim().length < SHORTEST) {
      this.close();
      this.list.replaceChildren();
      this.announcement.textContent = "";
    } else {
      this.waiting = setTimeout(() => this.ask(), PAUSE);
    }
  }

  async ask() {
    this.asked = new AbortController();
    const address = new URL(this.input.dataset.searchBox, window.location.href);
    address.searchParams.set("q", this.input.value);
    try {
      const options = { signal: this.asked.signal, headers: { Accept: "application/json" } };
      const response = await fetch(address, options);
      // A session that ended answers with the page to sign in: the button leads there.
      if (response.ok && !response.redirected) this.show(await response.json());
    } catch {
      // Typed on, or no network: the button asks again.
    }
  }

  show({ found, announcement }) {
    this.list.replaceChildren(...found.map((each, rank) => this.option(each, rank)));
    this.announcement.textContent = announcement;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    if (document.activeElement === this.input && found.length) this.open();
    else this.close();
  }

  option({ value, label, detail }, rank) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${rank}`;
    option.className = "search-box__option";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.value = value;
    const name = document.createElement("strong");
    name.textContent = label;
    const more = document.createElement("span");
    more.className = "fr-hint-text";
    more.textContent = detail;
    option.append(name, " ", more);
    return option;
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  activate(rank) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = rank;
    const option = this.options[rank];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  press(event) {
    const count = this.options.length;
    if (event.isComposing) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const from = this.active < 0 && step < 0 ? count : this.active;
      this.open();
      if (!event.altKey) this.activate((from + step + count) % count);
    } else if (event.key === "Enter" && this.isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active]);
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation(); // a dialog around it stays open
      this.close();
      this.announcement.textContent = "";
    } else if (event.key === "Escape" && this.input.value && !this.isInDialog) {
      event.preventDefault();
      this.input.value = "";
      this.close();
      this.announcement.textContent = "";
    }
  }

  choose(option) {
    const { command, chosen } = this.input.dataset;
    const form = this.input.form;
    const { value } = option.dataset;
    if ("leads" in this.input.dataset) {
      this.close();
      window.location.assign(value);
      return;
    }
    if (command === undefined) {
      this.input.value = option.firstChild.textContent;
      form.elements[chosen].value = value;
      form.requestSubmit();
      return;
    }
    this.input.value = "";
    const button = document.createElement("button");
    button.name = "do";
    button.value = command + value;
    button.hidden = true;
    form.append(button);
    form.requestSubmit(button);
  }
}

for (const input of document.querySelectorAll("[data-search-box]")) new SearchBox(input);
