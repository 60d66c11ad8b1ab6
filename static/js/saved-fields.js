// The fields of a step as the server holds them: what each started from, what is not saved yet, and
// what others wrote meanwhile.

import { FormFields } from "./form-fields.js";
import { valueDigest } from "./value-digest.js";

const LONGEST = 50;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class SavedFields {
  constructor(form) {
    this.form = new FormFields(form);
    // path → { saved: values that the server has of this page, held: all that it had, the last ones;
    // known: digests of what the field may hold there, first what the page started from; isApart:
    // another text stands in its place; theirs: what another wrote while the person is in the
    // field. }
    this.fields = new Map();
  }

  at(path) {
    if (!this.fields.has(path)) {
      const known = this.form.base(path).value.split(" ");
      const saved = this.form.firstValues(path);
      this.fields.set(path, { saved, held: [saved], known, isApart: false });
    }
    return this.fields.get(path);
  }

  setSaved(path, values) {
    const field = this.at(path);
    field.saved = values;
    field.held = [...field.held, values].slice(-LONGEST);
  }

  /** Whether the field shows `values`, or the server had them there since the page was made. */
  hasHad(path, values) {
    return [this.form.values(path), ...this.at(path).held].some((each) => same(each, values));
  }

  has(path) {
    return Boolean(path && this.form.base(path));
  }

  isUnsaved(path) {
    return !same(this.form.values(path), this.at(path).saved);
  }

  get unsaved() {
    return this.form.paths.filter((path) => this.isUnsaved(path));
  }

  /** The field holds what the server has not, though nobody touched it on this page. */
  markUnsaved(path) {
    Object.assign(this.at(path), { saved: null, held: [] });
  }

  text(path) {
    const { known } = this.at(path);
    const [values, isList] = [this.form.values(path), this.form.isList(path)];
    return { path, values, isList, known: [...known], label: this.form.label(path) };
  }

  setKnown(path, known) {
    const field = this.at(path);
    field.known = [...new Set(known)];
    if (field.known.length > LONGEST) field.known.splice(1, field.known.length - LONGEST);
    // So the buttons of the page, which send it whole, start from there too.
    this.form.base(path).value = field.known.join(" ");
  }

  /** The text as it leaves: from now on the server may hold it, though no answer comes. */
  async leaving(path) {
    const text = this.text(path);
    const digest = await valueDigest(text.values, text.isList);
    if (digest && this.has(path)) this.setKnown(path, [...this.at(path).known, digest]);
    return { ...text, known: [...this.at(path).known] };
  }

  /** Put back a text that waited: the server still holds what it was typed over. */
  restore(text) {
    this.setKnown(text.path, text.known);
    this.form.set(text.path, text.values);
  }

  /** The answer to `sent`: what is saved, and where another text stands instead. */
  acknowledge(sent, answer) {
    for (const { path, values } of sent) {
      if (!this.has(path)) continue;
      const field = this.at(path);
      field.saved = values;
      const standing = answer.standing[path];
      field.isApart = Boolean(standing) && path in answer.conflicts;
      if (field.isApart) continue;
      if (standing) this.take(path, standing, answer.bases[path]);
      else this.setKnown(path, [answer.bases[path]]);
    }
  }

  /** What others wrote, where the person has nothing unsaved and is not typing. */
  refresh(answer) {
    for (const path of this.form.paths) {
      const field = this.at(path);
      if (field.isApart && !(path in answer.conflicts)) field.isApart = false;
      const [values, base] = answer.fields?.[path] ?? [];
      if (!values || field.isApart || field.known.includes(base)) continue;
      if (this.form.focus?.path === path) field.theirs = [values, base];
      else if (!this.isUnsaved(path)) this.take(path, values, base);
    }
  }

  /** On leaving a field: what came for it meanwhile, if nothing was typed there. */
  settle(path) {
    const { theirs } = this.at(path);
    this.at(path).theirs = null;
    if (theirs && !this.isUnsaved(path)) this.take(path, ...theirs);
  }

  take(path, values, base) {
    const isUntouched = !this.isUnsaved(path);
    this.setSaved(path, values);
    this.setKnown(path, [base]);
    if (isUntouched) this.form.set(path, values);
  }

  showConflicts(conflicts, sent) {
    const boxes = document.querySelectorAll("[data-conflict]");
    for (const box of boxes) if (!(box.dataset.conflict in conflicts)) box.remove();
    for (const [path, html] of Object.entries(conflicts)) {
      if (!this.has(path)) continue;
      const box = document.querySelector(`[data-conflict=${JSON.stringify(path)}]`);
      const isOther = this.at(path).isApart && !sent.some((text) => text.path === path);
      if (box && isOther) continue;
      box?.remove();
      this.form.base(path).insertAdjacentHTML("afterend", html);
    }
  }

  /** Whether lines of a list came or went on the server since the page was made. */
  lacksItems(items = {}) {
    const before = this.items ?? {};
    this.items = { ...before, ...items };
    return Object.entries(items).some(([list, uuids]) => {
      const isShown = (uuid) =>
        document.getElementById(`champ-${list}.${uuid}`) ||
        this.form.paths.some((path) => path.startsWith(`${list}.${uuid}.`));
      const isGone = (uuid) => isShown(uuid) && !uuids.includes(uuid);
      return !uuids.every(isShown) || (before[list] ?? []).some(isGone);
    });
  }
}
