"""Labels and circles: none touches another, the largest first."""

import math
from itertools import combinations

import pytest
from django.contrib.humanize.templatetags.humanize import intcomma
from hypothesis import given
from hypothesis import strategies as st

from partnerships.maps.circles import (
    COVERED_MAX,
    LARGEST_RADIUS,
    UNIT,
    legend_counts,
    radius,
    unit_of,
)
from partnerships.maps.frames import WORLD, world
from partnerships.maps.labels import Box, Mark, placed_labels, text_width
from partnerships.maps.world_map import legend

MARKS = st.lists(
    st.builds(
        Mark,
        key=st.uuids().map(str),
        position=st.tuples(st.floats(0, 400), st.floats(0, 300)),
        radius=st.floats(1, 20),
        text=st.sampled_from(["Mali 39", "Burkina Faso 28", "Îles Turques-et-Caïques 1", "Iran 2"]),
    ),
    max_size=12,
)


@given(marks=MARKS)
def test_labels_touch_neither_each_other_nor_a_mark(marks):
    labels = placed_labels(marks, 12, 400, 300)

    boxes = [label.box for label in labels.values()]
    assert not any(one.touches(other) for one, other in combinations(boxes, 2))
    assert not any(box.touches(mark.box) for box in boxes for mark in marks)
    assert all(box.is_within(400, 300) for box in boxes)


def test_first_mark_has_its_label():
    marks = [Mark(key, (100, 100 + n), 3, f"Pays {n}") for n, key in enumerate("abcdefghijkl")]

    labels = placed_labels(marks[:1], 12, 400, 300)

    assert set(labels) == {"a"}
    assert (labels["a"].anchor, labels["a"].x) == ("start", 106)


def test_label_stands_at_the_left_where_the_right_is_taken():
    mark = Mark("a", (100, 100), 3, "Mali 39")

    label = placed_labels([mark], 12, 400, 300, [Box(104, 80, 200, 120)])["a"]

    assert (label.anchor, label.x) == ("end", 94)


def test_sides_of_a_group_show_together_or_not_at_all():
    marks = [
        Mark("IL", (100, 100), 3, "Israël 47", "group", ("left",)),
        Mark("PS", (104, 100), 3, "Palestine 22", "group", ("right",)),
    ]

    assert set(placed_labels(marks, 12, 400, 300)) == {"IL", "PS"}
    assert placed_labels(marks, 12, 400, 300, [Box(110, 90, 150, 110)]) == {}
    assert placed_labels(marks, 12, 150, 300) == {}


def test_width_of_a_text_is_that_of_its_letters():
    # Measured in Marianne Bold at 100 px: 0.90 + 0.56 + 0.28 + 0.28 + 0.27 + 0.60 + 0.60.
    assert text_width("Mali 39", 100) == pytest.approx(349, abs=5)


@pytest.mark.parametrize(
    ("count", "pixels"), [(0, 1.8), (1, 1.8), (4, 1.8), (100, 8.5), (1_000, 26.879)]
)
def test_area_is_proportional_to_the_number(count, pixels):
    assert radius(count, 0.85) == pytest.approx(pixels, abs=0.001)


def test_circles_of_few_partnerships_are_seen_and_of_many_do_not_hide_the_map():
    # The real registry has about 3,650, of which 1,159 with Germany.
    assert unit_of([24, 14, 4], WORLD) == UNIT
    assert unit_of([1_159, *[100] * 25], WORLD) == pytest.approx(0.85, abs=0.01)
    assert unit_of([1_159, *[100] * 25], world(328)) == pytest.approx(0.36, abs=0.01)
    assert radius(1_000, unit_of([1_000, 1], WORLD)) <= LARGEST_RADIUS


@pytest.mark.parametrize(
    ("counts", "legend"),
    [([], [1]), ([3], [1]), ([24, 14], [1, 10]), ([1_159, 547], [1, 100, 1_000]),
     ([280] * 249, [1, 10, 100]), ([31_000, 9_000], [1, 1_000, 10_000]),
     ([310_000], [1, 10_000, 100_000])],
)  # fmt: skip
def test_circles_together_never_cover_the_map(counts, legend):
    unit = unit_of(counts, WORLD)

    covered = sum(math.pi * unit**2 * count for count in counts)
    assert covered <= COVERED_MAX * WORLD.width * WORLD.height + 1
    assert legend_counts(unit, max(counts, default=1)) == legend
    assert radius(legend[-1], unit) <= 27
    if sum(counts) < 100:
        assert unit == UNIT


@pytest.mark.parametrize("largest", [1, 24, 1_159])
def test_legend_holds_its_circles_and_its_numbers(largest):
    shown = legend(unit_of([largest], WORLD), largest)

    for circle, name in shown.marks:
        assert float(circle.y) - float(circle.r) >= 0
        assert float(circle.y) + float(circle.r) <= float(shown.height)
        assert 12 * 0.8 <= float(name.y) <= float(shown.height)
    assert shown.marks[-1][0].text == intcomma(10 ** int(math.log10(largest)))
