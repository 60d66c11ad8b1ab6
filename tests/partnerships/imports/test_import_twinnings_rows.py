"""Hostile files: whatever the bytes, rows come out right or refused, and nothing breaks."""

import contextlib
import csv
import io
import math
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from partnerships.files.workbook import escape_formula
from partnerships.imports.twinnings.plan import load_plan, plan_twinnings
from partnerships.imports.twinnings.report import Fate, ReportLine, write_report
from partnerships.imports.twinnings.rows import (
    COLUMNS,
    MAX_NAME,
    NotTwinningsFile,
    RefusedRow,
    TwinningRow,
    read_twinnings,
)
from partnerships.proximity import Nearby, distance_km
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory, PlaceFactory

HEADER = "\t".join(COLUMNS).encode() + b"\n"
ODD_TEXTS = [
    "",
    " ",
    "=1",
    "@x",
    "Q12",
    "\x00",
    "\u202e",
    "\u200e",
    "é",
    "\U0001d518",
    "France",
    "Prussia",
    "City of ",
    ", ",
    "Gmina",
    "a (b",
    "/",
    "Bad",
    "Dunkerque",
    "Germany",
]
texts = st.one_of(st.sampled_from(ODD_TEXTS), st.text(max_size=100))
numbers = st.one_of(
    st.sampled_from(["", "0", "-0.0", "90", "90.0001", "1e5", "٣", "²", "+", ".", "nan"]),
    st.floats().map(str),
    st.floats(-90, 90).map(lambda value: f"{value:.6f}"),
)
rows = st.tuples(
    texts,
    st.just("France"),
    numbers,
    numbers,
    numbers,
    texts,
    numbers,
    numbers,
    st.one_of(st.just("Germany"), texts),
).map("\t".join)


def written(content):
    path = Path(tempfile.mkstemp(suffix=".tsv")[1])
    path.write_bytes(content)
    return path


def read(content):
    path = written(content)
    try:
        return read_twinnings(path)
    finally:
        path.unlink()


def check(found):
    for one in found:
        assert one.line >= 2
        if isinstance(one, RefusedRow):
            assert one.reason
            continue
        assert isinstance(one, TwinningRow)
        for name in (one.origin, one.partner, one.country):
            assert 0 < len(name) <= MAX_NAME
            assert unicodedata.normalize("NFKC", name)[0] not in "=+-@"
            assert not any(unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} for c in name)
        for latitude, longitude in (one.origin_point, one.partner_point):
            assert math.fabs(latitude) <= 90
            assert math.fabs(longitude) <= 180
        assert one.origin_population is None or one.origin_population > 0


@given(st.binary(max_size=2_000))
def test_any_bytes_are_refused_or_read(content):
    found = []
    with contextlib.suppress(NotTwinningsFile):
        found = read(content)

    check(found)


@given(st.binary(max_size=2_000))
def test_any_bytes_under_the_titles_are_rows_or_refusals(content):
    check(read(HEADER + content))


@given(st.lists(rows, max_size=8))
def test_any_texts_in_cells_are_rows_or_refusals(lines):
    content = HEADER + "\n".join(lines).encode("utf-8", "surrogatepass")

    check(read(content))


@pytest.fixture
def small_world(db):
    LocalAuthorityFactory(key="c59183", name="Dunkerque")
    PlaceFactory(name="a", country=CountryFactory(iso2="DE", name="Allemagne", name_en="Germany"))


# One world for all examples: what one loaded, the next finds.
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(rows, max_size=6))
@example(lines=["Dunkerque\tFrance\t51\t2\t\ta, b / c (d\t50\t10\tGermany"] * 2)
def test_any_texts_are_planned_loaded_and_reported(small_world, lines):
    path = written(HEADER + "\n".join(lines).encode("utf-8", "surrogatepass"))
    report = io.StringIO()

    plan = plan_twinnings(path)
    load_plan(plan)
    write_report(plan.lines, report)
    again = plan_twinnings(path)
    path.unlink()

    assert again.pairs == []
    for cells in csv.reader(io.StringIO(report.getvalue(), newline=""), delimiter=";"):
        assert len(cells) == 9
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in cells)


@given(st.text())
def test_neutralised_text_starts_no_formula(text):
    cell = unicodedata.normalize("NFKC", escape_formula(text)).lstrip()

    assert not cell.startswith(("=", "+", "-", "@"))
    assert "\n" not in cell
    assert "\x00" not in cell


def test_report_leaves_out_what_was_loaded_without_a_guess():
    output = io.StringIO()
    lines = [
        ReportLine(3, Fate.REFUSED, "Évry", "Troisdorf", "Germany", "Parce que."),
        ReportLine(2, Fate.GUESSED, "Florac", "Arbúcies", "Spain", "Nom plus long."),
        ReportLine(4, Fate.LOADED, "Lille", "Leeds", "United Kingdom"),
    ]

    write_report(lines, output)

    found = [line.split(";")[0] for line in output.getvalue().splitlines()]
    assert found == ["ligne", "2", "3"]


def test_distance_is_the_great_circle():
    paris, london = (48.8566, 2.3522), (51.5074, -0.1278)

    assert round(distance_km(paris, london)) == 344
    assert distance_km((0, 179.9), (0, -179.9)) < 23


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-5, 5), st.floats(-9, 9))
def test_nearby_finds_what_is_within(latitude, longitude, north, east):
    here = (latitude, longitude)
    there = (max(-90, min(90, latitude + north)), (longitude + east + 180) % 360 - 180)
    distance = distance_km(here, there)
    near = Nearby()
    near.add(there, "there")

    assert [item for _km, item in near.within(here, distance * 1.01 + 0.01)] == ["there"]
    assert near.within(here, distance * 0.99 - 0.01) == []
