// What is typed and not saved yet, in the browser's own store: it outlives the page, the session and
// the machine's sleep. Each text stands under the name of its person; each open page minds its own,
// and those of the pages that are gone are for the next one that this person opens.

const PREFIX = "dossier-text/";

/** Whether the browser keeps anything: some are set to refuse. */
const isAllowed = (() => {
  try {
    return Boolean(localStorage);
  } catch {
    return false;
  }
})();

/** The browser's store; `put` says whether there was room. */
export const remembered = {
  put(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  get: (key) => isAllowed && JSON.parse(localStorage.getItem(key)),
  forget: (key) => isAllowed && localStorage.removeItem(key),
};

/** An open page holds a lock of its name until it is gone. */
async function openPages() {
  if (!navigator.locks) return [];
  const { held } = await navigator.locks.query();
  return held.map((lock) => lock.name);
}

export class WaitingTexts {
  constructor(person) {
    this.person = person;
    this.page = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    this.isFull = false;
    this.hold();
  }

  hold() {
    const held = () => new Promise((release) => (this.release = release));
    navigator.locks?.request(`${PREFIX}${this.page}`, held);
  }

  key(text) {
    return `${PREFIX}${this.person}/${text.page}/${text.dossier}/${text.path}`;
  }

  /** `text`: { dossier, path, label, values, isList, known, address, back }. */
  put(text) {
    const kept = { ...text, page: this.page, at: Date.now() };
    this.isFull = !remembered.put(this.key(kept), kept);
  }

  remove(text) {
    remembered.forget(this.key({ page: this.page, ...text }));
  }

  get all() {
    if (!isAllowed) return [];
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${this.person}/`));
    return keys.map(remembered.get).filter(Boolean);
  }

  /** Texts of this person that no open page minds, the last one first. */
  async ofGonePages() {
    const open = await openPages();
    return this.all
      .filter((text) => text.page !== this.page && !open.includes(`${PREFIX}${text.page}`))
      .sort((one, other) => other.at - one.at);
  }

  /** Calls `saved(text)` when another page of this person saved a text of that page. */
  onSavedElsewhere(saved) {
    addEventListener("storage", ({ key, oldValue, newValue }) => {
      if (key?.startsWith(`${PREFIX}${this.person}/`) && oldValue && !newValue) {
        saved(JSON.parse(oldValue));
      }
    });
  }
}
