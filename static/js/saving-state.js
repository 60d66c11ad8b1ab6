// What the foot of the page says of the saving, to the eye and to screen readers.

export class SavingState {
  constructor(root) {
    this.root = root;
    this.words = root.querySelector("[data-words]");
    this.count = root.querySelector("[data-countdown]");
    this.retry = root.querySelector("[data-retry]");
    this.signIn = root.querySelector("[data-sign-in]");
    this.reload = root.querySelector("[data-reload]");
  }

  sentence(name) {
    return this.root.querySelector(`[data-say="${name}"]`).content.textContent;
  }

  say(name, detail = "") {
    clearInterval(this.ticking);
    this.count.textContent = "";
    const text = this.sentence(name) + detail;
    if (this.words.textContent !== text) this.words.textContent = text;
    this.root.dataset.state = name;
    this.retry.hidden = !["failed", "leaving", "full", "gone"].includes(name);
    this.signIn.hidden = name !== "signed_out";
  }

  /** « Non enregistré, nouvel essai dans 5 s »; the seconds are not read aloud. */
  countDown(seconds) {
    this.say("failed");
    const tick = () => {
      this.count.textContent = `${this.sentence("countdown")}${seconds}\u202fs`;
      seconds -= 1;
      if (seconds < 0) clearInterval(this.ticking);
    };
    tick();
    this.ticking = setInterval(tick, 1000);
  }

  offerReload() {
    this.reload.hidden = false;
  }
}
