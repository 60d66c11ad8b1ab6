// Texts that waited in the browser for a page that is gone: they are sent, and what became of them is
// told. What the server refuses for good stays, to be copied, until the person forgets it.

import { save } from "./saving-request.js";
import { valueDigest } from "./value-digest.js";

/** Send all that no open page minds: { sent, left, outcome of the last request }. */
export async function sendWaiting(waiting) {
  const [sent, left] = [[], []];
  let last = "saved";
  for (const text of await waiting.ofGonePages()) {
    if (last === "failed" || last === "signed_out" || last === "other") {
      left.push({ ...text, outcome: last });
      continue;
    }
    const digest = await valueDigest(text.values, text.isList);
    const known = digest ? [...new Set([...text.known, digest])] : text.known;
    const { outcome, answer } = await save(text.address, waiting.person, "", [{ ...text, known }]);
    last = outcome;
    if (outcome === "saved") {
      waiting.remove(text);
      sent.push({ ...text, isConflicting: text.path in answer.conflicts });
    } else left.push({ ...text, outcome });
  }
  return { sent, left, outcome: last };
}

export class WaitingNotice {
  constructor(root, waiting) {
    this.root = root;
    this.waiting = waiting;
    this.sent = [];
  }

  clone(name) {
    return this.root.querySelector(`[data-part="${name}"]`).content.cloneNode(true).firstElementChild;
  }

  show(sent, left) {
    this.sent.push(...sent);
    const refused = left.filter(({ outcome }) => ["closed", "gone", "full"].includes(outcome));
    const list = this.root.querySelector("ul");
    list.replaceChildren(
      ...this.sent.map((text) => this.line(text.isConflicting ? "conflict" : "sent", text)),
      ...refused.map((text) => this.line("refused", text)),
    );
    this.root.hidden = !list.children.length;
  }

  line(name, text) {
    const line = this.clone(name);
    const link = line.querySelector("a");
    link.href = `${text.back}#champ-${text.path}`;
    link.textContent = text.label;
    const area = line.querySelector("textarea");
    if (area) {
      area.value = text.values.join(", ");
      area.setAttribute("aria-label", text.label);
      line.querySelector("button").addEventListener("click", () => {
        this.waiting.remove(text);
        line.remove();
        this.root.hidden = !this.root.querySelector("li");
      });
    }
    return line;
  }
}
