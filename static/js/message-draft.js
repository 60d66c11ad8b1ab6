// Keeps in this browser the message one is writing, under that person's and that dossier's name,
// until the page shows that it was sent. « data-message-draft » names the box, and
// « data-message-token » is the identity that the message will have.

const PREFIX = "message-draft:";
const KEPT_FOR = 30 * 24 * 3600 * 1000;

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) || null;
  } catch {
    return null;
  }
}

function store(key, draft) {
  try {
    if (draft) localStorage.setItem(key, JSON.stringify(draft));
    else localStorage.removeItem(key);
  } catch {
    // No room, or a browser that keeps nothing: the page itself still holds the text.
  }
}

function forgetOld() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    for (const key of keys) {
      const draft = stored(key);
      if (!draft || Date.now() - draft.at > KEPT_FOR) store(key, null);
    }
  } catch {
    // Storage is refused here.
  }
}

function wasSent(draft) {
  return draft.tokens.some((token) => document.getElementById(`message-${token}`));
}

function watch(box) {
  const key = PREFIX + box.dataset.messageDraft;
  let draft = stored(key);
  if (draft && wasSent(draft)) {
    store(key, null);
    draft = null;
  }
  if (draft && !box.defaultValue.trim() && !box.value.includes(draft.body.trim())) {
    // What was typed before this script was there comes after what was kept.
    box.value = [draft.body, box.value].filter((text) => text.trim()).join("\n\n");
    const fold = box.closest("details");
    if (fold) fold.open = true;
  }
  const earlier = draft ? draft.tokens : [];
  const tokens = [...new Set([...earlier, box.dataset.messageToken])].slice(-20);
  const keep = () => {
    store(key, box.value.trim() ? { body: box.value, tokens, at: Date.now() } : null);
  };
  box.addEventListener("input", keep);
  if (box.value !== box.defaultValue) keep();
  // The words that the server gave back are sent under the identity of this page.
  else if (draft && box.value.trim()) store(key, { ...draft, tokens });
}

forgetOld();
for (const box of document.querySelectorAll("[data-message-draft]")) watch(box);
