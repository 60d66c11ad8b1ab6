// The sections of the rail, one at a time: their links become tabs. Without this script they are
// plain anchors, and all the sections show.

function panelOf(tab) {
  return document.getElementById(tab.hash.slice(1));
}

function select(tabs, chosen, { isFocused = false } = {}) {
  for (const tab of tabs) {
    const isChosen = tab === chosen;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    panelOf(tab).hidden = !isChosen;
  }
  if (isFocused) chosen.focus();
}

// The tab of the section that the address points into, such as that of a message.
function tabOfAddress(tabs) {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  return target && tabs.find((tab) => panelOf(tab).contains(target));
}

function follow(tabs) {
  const tab = tabOfAddress(tabs);
  if (!tab) return;
  select(tabs, tab);
  const target = document.getElementById(location.hash.slice(1));
  const fold = target.closest(".message-earlier");
  if (fold) fold.open = true;
  target.scrollIntoView();
}

function moved(tabs, current, key) {
  const last = tabs.length - 1;
  const rank = tabs.indexOf(current);
  const ranks = {
    ArrowRight: rank === last ? 0 : rank + 1,
    ArrowLeft: rank === 0 ? last : rank - 1,
    Home: 0,
    End: last,
  };
  return tabs[ranks[key]];
}

function start(rail) {
  const tabs = [...rail.querySelectorAll(".review-tabs__tab")];
  rail.querySelector(".review-tabs__list").setAttribute("role", "tablist");
  for (const tab of tabs) {
    tab.parentElement.setAttribute("role", "presentation");
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panelOf(tab).id);
    panelOf(tab).setAttribute("role", "tabpanel");
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      history.replaceState(null, "", tab.hash);
      select(tabs, tab, { isFocused: true });
    });
    tab.addEventListener("keydown", (event) => {
      const next = moved(tabs, tab, event.key);
      if (!next) return;
      event.preventDefault();
      select(tabs, next, { isFocused: true });
    });
  }
  select(tabs, tabs.find((tab) => panelOf(tab).id === rail.dataset.reviewTabs) || tabs[0]);
  follow(tabs);
  addEventListener("hashchange", () => follow(tabs));
}

for (const rail of document.querySelectorAll("[data-review-tabs]")) start(rail);
