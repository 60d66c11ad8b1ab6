// On the pages around the form: texts that waited in the browser go to the server, and a deposit waits
// for them.

import { WaitingNotice, sendWaiting } from "./waiting-notice.js";
import { WaitingTexts } from "./waiting-texts.js";

const root = document.querySelector("[data-waiting]");
const waiting = new WaitingTexts(root.dataset.person);
const notice = new WaitingNotice(root, waiting);

const depositForm = document.querySelector("[data-deposit]");
const ofThisDossier = ({ dossier }) => dossier === root.dataset.dossier;

/** Where it is deposited, the page shows the dossier as it then is. */
async function send() {
  const { sent, left } = await sendWaiting(waiting);
  notice.show(sent, left);
  if (depositForm && sent.some(ofThisDossier)) location.reload();
  return left;
}

async function deposit(event) {
  if (!waiting.all.some(ofThisDossier)) return;
  event.preventDefault();
  const left = await send();
  if (!left.some(ofThisDossier)) event.target.submit();
}

addEventListener("online", send);
addEventListener("pagehide", () => waiting.release?.());
addEventListener("pageshow", ({ persisted }) => persisted && (waiting.hold(), send()));
depositForm?.addEventListener("submit", deposit);
send();
