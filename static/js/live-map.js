// The map of a result, to be moved and enlarged (Leaflet). The server gives circles and arcs for each
// view, in pixels of its drawing, which stays where anything of this does not load.

import { placeLabels } from "./live-map-labels.js";

// The zoom from which the finer land is read, and that of the closest look at a few links.
const NEAR_FROM = 1;
const CLOSEST_FIT = 4;
const PANNED = 120;
// Pixels between a circle and that of the partnerships without a known town, at the same place.
const ASIDE = 24;
// Pixels of the side of a target.
const TARGET = 24;
const WRITTEN = /^#(\d)\/(-?[\d.]{1,7})\/(-?[\d.]{1,7})$/;
const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
const FINGER = window.matchMedia("(pointer: coarse)");

let current = null;

const CIRCLE_CLASSES = {
  partner: "live-map__circle live-map__circle--partner",
  here: "live-map__circle live-map__circle--here",
  unknown: "live-map__circle live-map__circle--unknown",
};

const latLng = ([x, y]) => [y, x];
const pathOf = () => location.pathname + location.search;
// With the space of the rest of the page: the browser's is so narrow that digits touch.
const inFrench = (count) => count.toLocaleString("fr-FR").replaceAll("\u202f", "\u00a0");

async function json(address, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(response.status);
  return response.json();
}

async function rings(address) {
  const land = await json(address);
  return land.rings.map((moves) => pointsOf(moves, land.steps));
}

// `moves`: x and y of the first point, then of each move to the next one; `steps`: in a pixel.
function pointsOf(moves, steps) {
  const points = [];
  for (let n = 0, x = 0, y = 0; n < moves.length; n += 2) {
    x += moves[n];
    y += moves[n + 1];
    points.push([y / steps, x / steps]);
  }
  return points;
}

// The land of the drawing, if that is of the whole world; null otherwise.
function drawnLand(box) {
  if (!("isWorld" in box.dataset)) return null;
  const parts = box.querySelector(".map__land").getAttribute("d").match(/M[^Mz]+/g);
  return parts.map((part) => pointsOf(part.match(/-?\d*\.?\d+/g).map(Number), 1));
}

// The place, on an axis, with as many partnerships before it as after.
function median(circles, axis) {
  const sorted = [...circles].sort((one, other) => one.at[axis] - other.at[axis]);
  let left = sorted.reduce((sum, circle) => sum + circle.count, 0) / 2;
  return sorted.find((circle) => (left -= circle.count) <= 0)?.at[axis] ?? 0;
}

function loaded(element) {
  return new Promise((resolve, reject) => {
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

let leaflet = null;

function withLeaflet({ leaflet: src, sheet: href }) {
  const script = Object.assign(document.createElement("script"), { src });
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  leaflet ??= Promise.all([script, sheet].map(loaded));
  // What did not load is asked for again by the next map.
  leaflet.catch(() => (leaflet = null));
  return leaflet.then(() => window.L);
}

// The view that `text` writes; null if it is none.
function viewIn(text, last) {
  const [, zoom, x, y] = WRITTEN.exec(text) ?? [];
  const view = { zoom: Number(zoom), centre: latLng([Number(x), Number(y)]) };
  return zoom <= last && view.centre.every(Number.isFinite) ? view : null;
}

class LiveMap {
  constructor(box) {
    const { width, height, last } = box.dataset;
    Object.assign(this, { box, width: Number(width), height: Number(height), last: Number(last) });
    this.path = pathOf();
    this.view = box.querySelector(".live-map__view");
    this.buttons = box.querySelector(".live-map__buttons");
    this.card = box.querySelector(".live-map__card");
    this.status = box.querySelector(".live-map__status");
    this.markers = new Map();
    this.asked = null;
    this.isFollowing = false;
  }

  async start() {
    const asked = viewIn(location.hash, this.last);
    const [L, land] = await Promise.all([
      withLeaflet(this.box.dataset),
      drawnLand(this.box) ?? this.nearLand(),
    ]);
    const given = viewIn(`#${this.box.dataset.opened}`, this.last);
    const first = asked ?? given;
    const data = await json(this.address(first?.zoom ?? 0, first && this.aroundCentre(first)));
    if (!this.box.isConnected || current !== this) return;
    this.L = L;
    this.box.classList.add("live-map--on");
    for (const part of [this.view, this.buttons]) part.hidden = false;
    this.makeMap(land);
    this.whole = data.complete ? this.fitOf(data) : given ?? { zoom: 0, centre: [this.height / 2, this.width / 2] };
    const { centre, zoom } = asked ?? this.whole;
    this.map.setView(centre, zoom, { animate: false });
    this.france = data.complete ? null : this.markFrance();
    this.draw(data);
    if (zoom && !data.complete) this.status.textContent = this.status.dataset.cells;
    this.listen();
    this.readNear();
  }

  makeMap(land) {
    const { L } = this;
    const map = this;
    const crs = {
      ...L.CRS.Simple,
      transformation: new L.Transformation(1, 0, 1, 0),
      scale: (zoom) => map.base * 2 ** zoom,
      zoom: (scale) => Math.log2(scale / map.base),
    };
    this.base = this.view.clientWidth / this.width;
    this.map = L.map(this.view, {
      crs,
      minZoom: 0,
      maxZoom: this.last,
      maxBounds: [[-this.height / 4, -this.width / 8], [this.height * 1.25, this.width * 1.125]],
      maxBoundsViscosity: 1,
      attributionControl: false,
      zoomControl: false,
      keyboard: false,
      // One finger scrolls the page, two move the map; the wheel scrolls it until the map is pressed.
      dragging: !FINGER.matches,
      scrollWheelZoom: false,
      zoomAnimation: !STILL.matches,
      fadeAnimation: !STILL.matches,
      markerZoomAnimation: !STILL.matches,
      inertia: !STILL.matches,
      renderer: L.svg({ padding: 0.5 }),
    });
    // Its drawing says nothing to who does not see it: the circles are buttons with their names.
    this.map.getPane("overlayPane").setAttribute("aria-hidden", "true");
    this.land = L.polygon(land, { className: "map__land", stroke: false, fillOpacity: 1, interactive: false }).addTo(this.map);
    this.arcs = L.layerGroup().addTo(this.map);
  }

  fitOf({ circles }) {
    const bounds = this.L.latLngBounds(circles.map((circle) => latLng(circle.at)));
    if (!bounds.isValid()) return { zoom: 0, centre: [this.height / 2, this.width / 2] };
    const zoom = this.map.getBoundsZoom(bounds, false, this.L.point(60, 40));
    return { zoom: Math.max(0, Math.min(CLOSEST_FIT, Math.floor(zoom))), centre: bounds.getCenter() };
  }

  listen() {
    this.map.on("moveend", () => this.moved());
    // Where a circle has no target of its own.
    this.map.on("click", ({ originalEvent }) => {
      const marker = this.nearest(originalEvent);
      if (marker) this.openCard(marker);
    });
    // A press gives the wheel to the map, until the pointer leaves it.
    this.view.addEventListener("pointerdown", () => this.map.scrollWheelZoom.enable());
    this.view.addEventListener("pointerleave", () => this.map.scrollWheelZoom.disable());
    this.box.addEventListener("keydown", (event) => this.onKey(event));
    this.box.addEventListener("click", (event) => this.onClick(event));
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(this.view);
    this.shownZoom = this.map.getZoom();
  }

  // Gives the place back to the drawing.
  remove() {
    this.asked?.abort();
    this.watch?.disconnect();
    this.map?.remove();
    this.map = null;
    this.box.classList.remove("live-map--on");
    for (const part of [this.view, this.buttons, this.card]) part.hidden = true;
  }

  // The rectangle that the map shows and a margin, on a grid, so that near views have one address.
  aroundCentre({ centre: [y, x], zoom }) {
    const shown = this.width / 2 / 2 ** zoom;
    const tall = (shown * this.height) / this.width;
    return this.onGrid([x - shown, y - tall, x + shown, y + tall], zoom);
  }

  onGrid(sides, zoom) {
    const step = Math.max(1, 192 / 2 ** zoom);
    const [left, top] = sides.slice(0, 2).map((each) => Math.floor(each / step - 0.25) * step);
    const [right, bottom] = sides.slice(2).map((each) => Math.ceil(each / step + 0.25) * step);
    return [left, top, right, bottom].map(Math.round);
  }

  frame() {
    const bounds = this.map.getBounds();
    const sides = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    return this.onGrid(sides, this.map.getZoom());
  }

  address(zoom, frame) {
    const address = new URL(this.box.dataset.points, location.href);
    address.searchParams.set("zoom", zoom);
    if (zoom && frame) address.searchParams.set("cadre", frame.join(","));
    return address;
  }

  moved() {
    const zoom = this.map.getZoom();
    const { lat, lng } = this.map.getCenter();
    const hash = `#${zoom}/${Math.round(lng * 10) / 10}/${Math.round(lat * 10) / 10}`;
    // A zoom is a step to come back from; a move is not. What htmx keeps of the page stays.
    if (!this.isFollowing && hash !== location.hash) {
      const write = zoom === this.shownZoom ? "replaceState" : "pushState";
      history[write](history.state, "", hash);
    }
    if (zoom !== this.shownZoom) this.closeCard();
    this.shownZoom = zoom;
    this.readNear();
    this.read();
  }

  async read() {
    if (this.data.complete) return this.draw(this.data);
    const address = this.address(this.map.getZoom(), this.frame()).href;
    if (address === this.shown) return;
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const data = await json(address, { signal: this.asked.signal });
      this.shown = address;
      this.draw(data);
      this.status.textContent = this.map.getZoom() ? this.status.dataset.cells : "";
    } catch (fault) {
      if (fault.name !== "AbortError") this.status.textContent = this.status.dataset.failed;
    }
  }

  async readNear() {
    if (this.isNear || this.map.getZoom() < NEAR_FROM) return;
    try {
      this.land.setLatLngs(await this.nearLand());
    } catch {
      // The coarser land stays.
      this.isNear = false;
    }
  }

  nearLand() {
    this.isNear = true;
    return rings(this.box.dataset.near);
  }

  draw(data) {
    this.data = data;
    const hadFocus = this.view.contains(document.activeElement) && document.activeElement !== this.view;
    const known = new Set(data.circles.map((circle) => circle.key));
    for (const [key, marker] of this.markers) {
      if (known.has(key)) continue;
      marker.remove();
      this.markers.delete(key);
    }
    data.circles.forEach((circle, rank) => this.place(circle, rank));
    this.arcs.clearLayers();
    for (const arc of data.arcs) {
      const parts = arc.parts.map((part) => part.map(latLng));
      this.arcs.addLayer(this.L.polyline(parts, { className: "map__arc", interactive: false, smoothFactor: 0.5 }));
    }
    const circles = [...this.markers.values()].map((marker) => marker.circle);
    // The label of the largest circle comes first.
    if (this.france) circles.splice(1, 0, this.france);
    this.gather();
    placeLabels(this.view, circles, [this.buttons]);
    if (hadFocus && !this.view.contains(document.activeElement)) this.view.focus({ preventScroll: true });
  }

  // A circle that stands too close to a larger one to have a target of its own is reached by that of
  // the larger one; so, and where a part of it is out of sight, by pressing where it is.
  gather() {
    const leaders = [];
    for (const { key } of this.data.circles) {
      const { circle } = this.markers.get(key);
      const apart = (other) => {
        const { x, y } = other.place().subtract(circle.place());
        return Math.max(Math.abs(x), Math.abs(y));
      };
      circle.leader = leaders.find((other) => apart(other) < TARGET) ?? circle;
      const { button, leader } = circle;
      const isTarget = leader === circle && this.isInSight(circle.place());
      if (isTarget) leaders.push(circle);
      else if (button === document.activeElement) (leader === circle ? this.view : leader.button).focus({ preventScroll: true });
      button.disabled = !isTarget;
      button.ariaHidden = !isTarget;
    }
  }

  // Whether the view has room for a target there, apart from what stands over it.
  isInSight({ x, y }) {
    const half = TARGET / 2;
    const { left, top } = this.view.getBoundingClientRect();
    const over = this.buttons.getBoundingClientRect();
    const isUnder = x + half > over.left - left && x - half < over.right - left && y + half > over.top - top && y - half < over.bottom - top;
    return !isUnder && Math.min(x, y, this.view.clientWidth - x, this.view.clientHeight - y) >= half;
  }

  // The circles that have one target with `circle`, from the largest.
  together({ leader }) {
    return [...this.markers.values()].filter((marker) => marker.circle.leader === leader);
  }

  // The largest circles stand below the others.
  place(circle, rank) {
    const marker = this.markers.get(circle.key) ?? this.newMarker(circle);
    marker.setZIndexOffset(rank * 1000);
    const radius = this.radius(circle);
    const { button } = marker.circle;
    Object.assign(marker.circle, circle, { radius });
    button.setAttribute("aria-label", circle.text);
    button.title = circle.text;
    button.style.setProperty("--size", `${2 * radius}px`);
    marker.circle.label.textContent = this.data.complete ? circle.name : `${circle.name} ${inFrench(circle.count)}`;
    this.markers.set(circle.key, marker);
  }

  radius({ side, count }) {
    const { radii } = this.data;
    return radii[side] ?? Math.max(radii.smallest, radii.unit * Math.sqrt(count) * this.base);
  }

  newMarker(circle) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = CIRCLE_CLASSES[circle.places ? circle.side : "unknown"];
    const marker = this.labelled(button, circle.at, circle.side, circle.places ? 0 : ASIDE);
    marker.circle.button = button;
    // Without a place where a key pressed it.
    button.addEventListener("click", (event) => this.openCard((event.detail && this.nearest(event)) || marker));
    // Leaflet takes a double click of two presses for its own.
    this.L.DomEvent.disableClickPropagation(button);
    return marker;
  }

  // The marker that was pressed: where circles are close, the target of one covers its neighbours.
  nearest(event) {
    const at = this.map.mouseEventToContainerPoint(event);
    const all = [...this.markers.values()].map((marker) => {
      const { place, radius } = marker.circle;
      const apart = place().distanceTo(at);
      return { marker, radius, apart, gap: Math.max(0, apart - radius) };
    });
    all.sort((one, other) => one.gap - other.gap || one.radius - other.radius || one.apart - other.apart);
    return all[0]?.gap < TARGET / 2 ? all[0].marker : null;
  }

  // A marker of `element` and a label, `aside` pixels from the place.
  labelled(element, at, side, aside = 0) {
    const { L } = this;
    const html = document.createElement("div");
    const label = document.createElement("span");
    label.className = "live-map__label";
    label.classList.toggle("live-map__label--here", side === "here");
    label.setAttribute("aria-hidden", "true");
    html.append(element, label);
    const icon = L.divIcon({ html, className: "live-map__marker", iconSize: [0, 0], iconAnchor: [-aside, -aside] });
    const marker = L.marker(latLng(at), { icon, interactive: false, keyboard: false }).addTo(this.map);
    marker.circle = { label, place: () => this.map.latLngToContainerPoint(marker.getLatLng()).add([aside, aside]) };
    return marker;
  }

  // France, on the other side of all circles, where the drawing of the world marks it.
  markFrance() {
    const drawn = this.box.querySelector(".live-map__drawing .map__circle--here");
    if (!drawn) return null;
    const dot = document.createElement("span");
    dot.className = "live-map__here";
    const radius = Number(drawn.getAttribute("r"));
    dot.style.setProperty("--size", `${2 * radius}px`);
    const { circle } = this.labelled(dot, [drawn.cx.baseVal.value, drawn.cy.baseVal.value], "here");
    circle.label.textContent = drawn.querySelector("title").textContent;
    return Object.assign(circle, { radius });
  }

  openCard(marker) {
    const { text, query, places } = marker.circle;
    this.opened = marker;
    this.card.querySelector(".live-map__title").textContent = text;
    for (const link of this.card.querySelectorAll("a")) link.search = query;
    this.card.querySelector("[data-act=closer]").hidden = !places || this.map.getZoom() === this.last;
    this.card.querySelector("[data-act=next]").hidden = this.together(marker.circle).length === 1;
    this.card.hidden = false;
    this.card.querySelector("a").focus({ preventScroll: true });
  }

  // The next of the circles that are reached together.
  openNext() {
    const all = this.together(this.opened.circle);
    const next = all[(all.indexOf(this.opened) + 1) % all.length];
    if (!next) return this.closeCard();
    this.openCard(next);
    this.card.querySelector("[data-act=next]").focus({ preventScroll: true });
    this.status.textContent = this.opened.circle.text;
  }

  closeCard() {
    if (this.card.hidden) return;
    const hadFocus = this.card.contains(document.activeElement);
    this.card.hidden = true;
    if (!hadFocus) return;
    const { button } = this.opened.circle.leader;
    (button.isConnected && !button.disabled ? button : this.view).focus({ preventScroll: true });
  }

  onClick({ target }) {
    const act = target.closest("[data-act]")?.dataset.act;
    const options = { animate: !STILL.matches };
    if (act === "in") this.zoomIn(options);
    if (act === "out") this.map.zoomOut(1, options);
    if (act === "all") this.map.setView(this.whole.centre, this.whole.zoom, options);
    if (act === "close") this.closeCard();
    if (act === "next") this.openNext();
    if (act === "closer") {
      this.view.focus({ preventScroll: true });
      this.map.setView(this.opened.getLatLng(), Math.min(this.last, this.map.getZoom() + 2), options);
    }
  }

  // From the whole world, whose middle says nothing, to where half of the partnerships are.
  zoomIn(options) {
    if (this.map.getZoom() || this.data.complete) this.map.zoomIn(1, options);
    else this.map.setView([1, 0].map((axis) => median(this.data.circles, axis)), 1, options);
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const options = { animate: !STILL.matches };
    const pans = { ArrowLeft: [-PANNED, 0], ArrowRight: [PANNED, 0], ArrowUp: [0, -PANNED], ArrowDown: [0, PANNED] };
    if (event.key === "Escape" && !this.card.hidden) this.closeCard();
    else if (!this.view.contains(event.target)) return;
    else if (pans[event.key]) this.map.panBy(pans[event.key], options);
    else if (event.key === "+" || event.key === "=") this.zoomIn(options);
    else if (event.key === "-") this.map.zoomOut(1, options);
    else return;
    event.preventDefault();
  }

  follow() {
    const { centre, zoom } = viewIn(location.hash, this.last) ?? this.whole;
    this.isFollowing = true;
    this.map.setView(centre, zoom, { animate: false });
    this.isFollowing = false;
  }

  resized() {
    const base = this.view.clientWidth / this.width;
    if (!base || Math.abs(base - this.base) < 1e-6) return;
    const [centre, zoom] = [this.map.getCenter(), this.map.getZoom()];
    this.base = base;
    this.isFollowing = true;
    this.map.invalidateSize({ animate: false, pan: false });
    this.map.setView(centre, zoom, { reset: true, animate: false });
    this.isFollowing = false;
  }
}

// Results are replaced by others, and by the history: the map of the former ones goes with them.
function renew() {
  const box = document.getElementById("live-map");
  if (current && current.box === box) return;
  current?.remove();
  current = box && new LiveMap(box);
  // Whatever is missing, the drawing of the server stays.
  const starting = current;
  starting?.start().catch(() => starting.remove());
}

// Before htmx, which would ask the server for a page that is here.
addEventListener("popstate", (event) => {
  if (!current?.map || !current.box.isConnected || current.path !== pathOf()) return;
  // A link to a part of the page.
  if (location.hash && !WRITTEN.test(location.hash)) return;
  event.stopImmediatePropagation();
  current.follow();
});
for (const renewed of ["htmx:afterSettle", "htmx:historyRestore"]) {
  document.body.addEventListener(renewed, renew);
}
renew();
