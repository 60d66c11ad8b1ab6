// What appears or goes elsewhere on the page does not move the field that one types in.

function anchored() {
  const focused = document.activeElement;
  if (focused && focused !== document.body && focused.id !== "content") return focused;
  return document.elementFromPoint(innerWidth / 2, innerHeight / 2);
}

/** Changes the page; what has the focus, or the middle of the screen, stays where it was. */
export function inPlace(change) {
  const anchor = anchored();
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (!anchor?.isConnected) return;
  const moved = () => anchor.getBoundingClientRect().top - before;
  if (moved()) scrollBy({ top: moved(), behavior: "instant" });
  // At the top of the page nothing can be scrolled: room is made until the field is left.
  const room = -moved();
  const form = anchor.closest("form");
  if (room < 1 || !form) return;
  form.style.paddingTop = `${room + parseFloat(form.style.paddingTop || 0)}px`;
  anchor.addEventListener("blur", () => (form.style.paddingTop = ""), { once: true });
}
