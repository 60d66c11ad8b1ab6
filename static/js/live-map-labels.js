// Labels beside circles: the largest circles first, then those that stand apart, then those of a
// crowd; none that touches another label, a circle, what stands over the map or one of its sides.

const GAP = 3;
const LINE = 16;
// More would make a text of the map.
const MOST = 60;
// Of the largest ones, labels come first: so many for each of these pixels of width.
const LEADING_PER = 130;
// Circles with less than this between them and this many others are a crowd.
const NEAR = 2;
const CROWD = 4;

const SIDES = {
  right: (r, width) => [r + GAP, -LINE / 2, width],
  left: (r, width) => [-r - GAP - width, -LINE / 2, width],
  above: (r, width) => [-width / 2, -r - GAP - LINE, width],
  below: (r, width) => [-width / 2, r + GAP, width],
  "above right": (r, width) => [0.75 * r + GAP, -0.75 * r - 0.9 * LINE, width],
  "below right": (r, width) => [0.75 * r + GAP, 0.75 * r - 0.1 * LINE, width],
  "above left": (r, width) => [-0.75 * r - GAP - width, -0.75 * r - 0.9 * LINE, width],
  "below left": (r, width) => [-0.75 * r - GAP - width, 0.75 * r - 0.1 * LINE, width],
};

const touch = (one, other) =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

function boxAt({ x, y }, [left, top, width]) {
  return { left: x + left, top: y + top, right: x + left + width, bottom: y + top + LINE };
}

function spot(circle, taken, view) {
  for (const side of circle.pair ? [circle.pair] : Object.keys(SIDES)) {
    const place = SIDES[side](circle.radius, circle.width);
    const box = boxAt(circle.where, place);
    const isWithin = box.left >= 0 && box.top >= 0 && box.right <= view.width && box.bottom <= view.height;
    if (isWithin && !taken.some((each) => each !== circle.round && touch(each, box))) return { place, box };
  }
  return null;
}

const rounds = (one, other) => {
  const apart = Math.hypot(one.where.x - other.where.x, one.where.y - other.where.y);
  return one !== other && apart - one.radius - other.radius < NEAR;
};

// The order of labels: `circles` are sorted by their size.
function ranked(circles, leading) {
  const isCrowded = (circle) => circles.filter((other) => rounds(circle, other)).length >= CROWD;
  const [crowd, apart] = [[], []];
  for (const circle of circles.slice(leading)) (isCrowded(circle) ? crowd : apart).push(circle);
  return [...circles.slice(0, leading), ...apart, ...crowd];
}

// Whether `box` is a circle that a label of `group` may cover; labels have no radius.
const covered = (box, group) => box.radius < Math.min(...group.map((circle) => circle.radius));

// Where each label of `group` stands; null if one has no place.
function spotsOf(group, taken, view) {
  const spots = [];
  for (const circle of group) {
    const found = spot(circle, [...taken, ...spots.map((each) => each.box)], view);
    if (!found) return null;
    spots.push(found);
  }
  return spots;
}

// Circles of a pair have both their label or none.
function groupsOf(circles) {
  const pair = circles.filter((circle) => circle.pair);
  return circles
    .filter((circle) => !circle.pair || circle === pair[0])
    .map((circle) => (circle.pair ? pair : [circle]));
}

function boxOf(part, element) {
  const [own, frame] = [part.getBoundingClientRect(), element.getBoundingClientRect()];
  const [left, top] = [own.left - frame.left, own.top - frame.top];
  return { left, top, right: left + own.width, bottom: top + own.height };
}

// `circles`: each with its label (an element), radius, `pair` (its side) and `place()`, in pixels of
// `element`, which holds them; `over`: the elements that stand over it.
export function placeLabels(element, circles, over = []) {
  const view = { width: element.clientWidth, height: element.clientHeight };
  for (const circle of circles) {
    circle.label.hidden = false;
    circle.where = circle.place();
    const { x, y } = circle.where;
    const r = circle.radius;
    circle.round = { left: x - r, top: y - r, right: x + r, bottom: y + r, radius: r };
  }
  const isShown = ({ where }) => where.x >= 0 && where.y >= 0 && where.x <= view.width && where.y <= view.height;
  const shown = circles.filter(isShown);
  for (const circle of shown) circle.width = circle.label.offsetWidth;
  const taken = [...shown.map((circle) => circle.round), ...over.map((part) => boxOf(part, element))];
  let count = 0;
  for (const circle of circles) circle.label.hidden = true;
  for (const group of groupsOf(ranked(shown, Math.round(view.width / LEADING_PER)))) {
    if (count >= MOST) return;
    // A label covers smaller circles rather than be left out.
    const uncovered = taken.filter((each) => !covered(each, group));
    const spots = spotsOf(group, taken, view) ?? spotsOf(group, uncovered, view);
    if (!spots) continue;
    group.forEach((circle, n) => {
      const [left, top] = spots[n].place;
      circle.label.style.transform = `translate(${left}px, ${top}px)`;
      circle.label.hidden = false;
      taken.push(spots[n].box);
      count += 1;
    });
  }
}
