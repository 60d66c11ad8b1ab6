// A step of the form saves itself: after a short pause, on leaving a field, before leaving the page.
// What cannot be saved waits in the browser, and goes as soon as the server answers again.

import { inPlace } from "./in-place.js";
import { SavedFields } from "./saved-fields.js";
import { SavingState } from "./saving-state.js";
import { look, save, saveOnLeaving } from "./saving-request.js";
import { WaitingNotice, sendWaiting } from "./waiting-notice.js";
import { WaitingTexts, remembered } from "./waiting-texts.js";

const PAUSE = 800;
const FIRST_DELAY = 5;
const LONGEST_DELAY = 60;
const GLANCE = 30_000;
const FOCUS = "dossier-focus/";
const HERE = "dossier-here/";

class Autosave {
  constructor(form, root) {
    const { address, page, dossier, person, version } = root.dataset;
    Object.assign(this, { form, address, back: page, dossier, person, version });
    this.fields = new SavedFields(form);
    this.state = new SavingState(root);
    this.waiting = new WaitingTexts(person);
    this.notice = new WaitingNotice(document.querySelector("[data-waiting]"), this.waiting);
    this.delay = FIRST_DELAY;
    this.outcome = "saved";
    // The scripts put back what waits: the browser's own way would mix up two states of the page.
    form.autocomplete = "off";
  }

  async start() {
    this.listen();
    for (const path of this.form.dataset.typed.split(" ")) {
      if (this.fields.has(path)) this.fields.markUnsaved(path);
    }
    for (const path of this.fields.unsaved) this.keep(path);
    const [{ type } = {}] = performance.getEntriesByType("navigation");
    if (type === "back_forward") await this.glance();
    await this.restore();
    this.returnToField();
    remembered.put(HERE + this.person, Date.now());
    setInterval(() => document.visibilityState === "visible" && this.glance(), GLANCE);
  }

  listen() {
    this.form.addEventListener("input", ({ target }) => this.typed(target.name));
    this.form.addEventListener("change", ({ target }) => this.left(target.name));
    this.form.addEventListener("focusout", ({ target }) => {
      this.lastPlace = this.fields.form.place(target) ?? this.lastPlace;
      this.left(target.name);
    });
    document.addEventListener("submit", (event) => this.submit(event));
    this.state.retry.addEventListener("click", () => this.save());
    addEventListener("online", () => this.save());
    addEventListener("offline", () => this.fields.unsaved.length && this.failed());
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", ({ persisted }) => persisted && this.comeBack());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.hurry();
      else this.resume();
    });
    addEventListener("focus", () => this.resume());
    addEventListener("storage", ({ key }) => key === HERE + this.person && this.resume());
    addEventListener("beforeunload", (event) => this.waiting.isFull && event.preventDefault());
    this.waiting.onSavedElsewhere((text) => this.savedElsewhere(text));
  }

  typed(path) {
    if (!this.fields.has(path)) return;
    this.keep(path);
    if (!this.fields.isUnsaved(path) || this.isWaiting) return;
    this.state.say("typing");
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.save(), PAUSE);
  }

  left(path) {
    if (!this.fields.has(path)) return;
    this.fields.settle(path);
    if (this.fields.isUnsaved(path) && !this.isWaiting) this.save();
  }

  /** For the server to answer again, or the person to sign in again: trying more is of no use. */
  get isWaiting() {
    return this.outcome === "failed" || this.outcome === "signed_out";
  }

  /** In the browser's store at once, out of it once saved. */
  keep(path) {
    const { dossier, address, back } = this;
    if (this.fields.isUnsaved(path)) {
      this.waiting.put({ ...this.fields.text(path), dossier, address, back });
    } else {
      this.waiting.remove({ dossier, path });
    }
  }

  /** Save all there is; the outcome. Two never run at once: a later text would come first. */
  save() {
    this.saving ??= this.saveOnce().finally(() => (this.saving = null));
    return this.saving;
  }

  async saveOnce() {
    clearTimeout(this.pause);
    clearTimeout(this.retrying);
    const unsaved = this.fields.unsaved;
    if (!unsaved.length) {
      if (this.hasOthers) await this.sendOthers();
      return this.outcome;
    }
    this.state.say("saving");
    const sent = await Promise.all(unsaved.map((path) => this.fields.leaving(path)));
    for (const path of unsaved) this.keep(path);
    const { outcome, answer } = await save(this.address, this.person, this.version, sent);
    this.outcome = outcome;
    if (outcome === "saved") this.saved(sent, answer);
    else if (outcome === "failed" || outcome === "forbidden") this.failed();
    else this.refused(outcome);
    return outcome;
  }

  saved(sent, answer) {
    this.delay = FIRST_DELAY;
    this.fields.acknowledge(sent, answer);
    for (const { path } of sent) if (this.fields.has(path)) this.keep(path);
    this.absorb(answer, sent);
    if (this.fields.unsaved.length) {
      // More was typed while this was on its way.
      this.state.say("typing");
      this.pause = setTimeout(() => this.save(), PAUSE);
    }
    document.body.dispatchEvent(new CustomEvent("dossier-saved", { bubbles: true }));
    if (this.hasOthers) this.sendOthers();
  }

  /** What an answer says of the dossier, whoever changed it. */
  absorb(answer, sent = []) {
    this.version = answer.version;
    this.fields.refresh(answer);
    inPlace(() => {
      this.fields.showConflicts(answer.conflicts, sent);
      this.showEdits(answer.edits);
    });
    if (this.fields.lacksItems(answer.items)) this.state.offerReload();
    if (sent.length && !this.fields.unsaved.length) this.state.say("saved", answer.at);
  }

  showEdits(html) {
    const before = this.form.querySelector("[data-edits]");
    const isOpen = before.querySelector("details")?.open;
    before.outerHTML = html;
    const fold = this.form.querySelector("[data-edits] details");
    if (fold && isOpen) fold.open = true;
  }

  failed() {
    this.outcome = "failed";
    this.state.countDown(this.delay);
    clearTimeout(this.retrying);
    this.retrying = setTimeout(() => this.save(), this.delay * 1000);
    this.delay = Math.min(this.delay * 2, LONGEST_DELAY);
  }

  refused(outcome) {
    this.outcome = outcome;
    this.state.say(outcome);
    if (outcome === "signed_out") this.rememberField();
  }

  /** What changed elsewhere since; nothing is sent. */
  async glance() {
    if (this.saving) return;
    const { outcome, answer } = await look(this.address, this.person, this.version);
    if (this.saving) return;
    if (outcome === "saved") this.absorb(answer);
    else if (outcome !== "failed") this.refused(outcome);
    if (outcome !== "saved" || this.outcome === "saved") return;
    this.outcome = "saved";
    if (this.fields.unsaved.length) await this.save();
    else this.state.say("saved", answer.at);
  }

  /** The person is here again, perhaps signed in again. */
  async resume() {
    if (this.fields.unsaved.length) await this.save();
    else await this.glance();
  }

  hurry() {
    this.rememberField();
    if (this.fields.unsaved.length && !this.isWaiting) this.save();
  }

  leave() {
    this.rememberField();
    const texts = this.fields.unsaved.map((path) => this.fields.text(path));
    if (texts.length) saveOnLeaving(this.address, this.person, this.version, texts);
    this.waiting.release?.();
  }

  comeBack() {
    this.isSubmitting = false;
    this.waiting.hold();
    this.resume();
  }

  savedElsewhere({ dossier, path, values }) {
    if (dossier !== this.dossier || !this.fields.has(path)) return;
    if (JSON.stringify(values) !== JSON.stringify(this.fields.form.values(path))) return;
    this.fields.setSaved(path, values);
    this.glance();
  }

  /** Texts of pages that are gone: into their fields, or to where they were typed. */
  async restore() {
    const restored = [];
    for (const text of await this.waiting.ofGonePages()) {
      const { dossier, path, values, known } = text;
      const isHere = dossier === this.dossier && this.fields.has(path);
      // Saved, though its page got no answer: what was typed over it since comes after it.
      if (isHere && this.fields.hasHad(path, values)) {
        this.waiting.remove(text);
      } else if (isHere && !this.fields.isUnsaved(path) && known.includes(this.fields.at(path).known[0])) {
        this.fields.restore(text);
        this.keep(path);
        this.waiting.remove(text);
        restored.push(text);
      }
    }
    await this.save();
    if (this.outcome === "saved") inPlace(() => this.notice.show(restored, []));
    if (this.outcome === "saved") await this.sendOthers();
  }

  async sendOthers() {
    const { sent, left } = await sendWaiting(this.waiting);
    this.hasOthers = left.length > 0;
    inPlace(() => this.notice.show(sent, left));
    if (sent.some(({ dossier }) => dossier === this.dossier)) await this.glance();
    return this.outcome;
  }

  rememberField() {
    const focus = this.fields.form.focus ?? this.lastPlace;
    if (!focus || !this.fields.unsaved.length) return;
    remembered.put(FOCUS + this.person, { ...focus, back: this.back });
  }

  returnToField() {
    const kept = remembered.get(FOCUS + this.person);
    if (kept?.back !== this.back) return;
    remembered.forget(FOCUS + this.person);
    this.fields.form.focus = kept;
  }

  /** Buttons send the page whole: first what waits, so that none leads to a page of error. */
  async submit(event) {
    const { target, submitter } = event;
    if (event.defaultPrevented || target.method !== "post" || this.mayLeave === target) return;
    if (this.isSubmitting) return event.preventDefault();
    if (!this.saving && (!this.fields.unsaved.length || this.isFlushed)) return this.submitting();
    event.preventDefault();
    this.submitter = submitter;
    if (this.isFlushing) return;
    this.isFlushing = true;
    let outcome = await this.save();
    while (outcome === "saved" && this.fields.unsaved.length) outcome = await this.save();
    this.isFlushing = false;
    this.afterFlush(target, outcome);
  }

  /** A double click is one act. */
  submitting() {
    this.isSubmitting = true;
    setTimeout(() => (this.isSubmitting = false), 3000);
  }

  afterFlush(target, outcome) {
    // Of these the server gives back, on a page, all that was typed.
    if (outcome === "saved" || (target === this.form && ["closed", "full"].includes(outcome))) {
      this.isFlushed = true;
      target.requestSubmit(this.submitter);
      this.isFlushed = false;
    } else if (target !== this.form) {
      this.mayLeave = target;
      this.state.say("leaving");
    }
  }
}

const root = document.querySelector("[data-saving]");
new Autosave(root.closest("form"), root).start();
