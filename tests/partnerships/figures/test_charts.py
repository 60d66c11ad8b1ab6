"""Charts: the same numbers drawn, in the table and in each file."""

import csv
import io
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from partnerships.charts.chart import Chart, Mark, Series, Shape
from partnerships.charts.csv_file import csv_of
from partnerships.charts.drawing import svg_of
from partnerships.charts.numbers import rate_text
from partnerships.charts.png_file import png_of

NAMES = st.text(min_size=1, max_size=60)
NUMBERS = st.integers(0, 10**9) | st.floats(0, 1e6) | st.decimals(0, 10**9, places=2)


def chart_of(*series, shape=Shape.BARS, **fields):
    return Chart(
        slug="essai",
        title="Un titre & un <constat>",
        subtitle="Ce qui est mesuré.",
        series=[Series(marks, f"Série {rank}") for rank, marks in enumerate(series)],
        label_head="Pays",
        value_head="Partenariats",
        definition="Comment c’est compté.",
        day=date(2026, 6, 1),
        shape=shape,
        **fields,
    )


MARKS = [
    Mark("Allemagne", 100, "100", "/registre/?pays=DE", is_accent=True),
    Mark("=Italie", 25, "25", "/registre/?pays=IT"),
]
SHAPES = {
    "bars": chart_of(MARKS),
    "multiples": chart_of(MARKS, [Mark("Allemagne", 50, "50", reference=75)]),
    "columns": chart_of(
        [Mark(str(year), year % 7, str(year % 7)) for year in range(1990, 2027)],
        shape=Shape.COLUMNS,
    ),
    "two series of columns": chart_of(MARKS, MARKS, shape=Shape.COLUMNS),
}


def parsed(svg):
    # Made here, of what the portal wrote.
    return ElementTree.fromstring(svg)  # noqa: S314


def shown(chart):
    return render_to_string("partnerships/components/_chart.html", {"chart": chart, "level": 2})


def test_bars_are_as_long_as_their_numbers_and_lead_where_they_say():
    text = shown(SHAPES["bars"])

    assert 'width="72%"' in text
    assert 'width="18%"' in text
    assert text.count('href="/registre/?pays=DE"') == 2  # the bar, and its line of the table
    assert 'aria-label="Allemagne\u202f: 100"' in text
    assert "<constat>" not in text


def test_names_numbers_and_addresses_are_shown_as_written():
    hostile = Mark('<i>Nord" & cie', 1, "<b>1</b>", '/registre/?q="><i>&de=2019')

    for chart in (chart_of([hostile]), chart_of([hostile], MARKS)):
        text = shown(chart)
        assert "&lt;i&gt;Nord&quot; &amp; cie" in text
        assert "&lt;b&gt;1&lt;/b&gt;" in text
        assert 'href="/registre/?q=&quot;&gt;&lt;i&gt;&amp;de=2019"' in text
        assert "<i>" not in text
        assert "<b>" not in text


def test_a_tick_is_inside_the_scale_that_it_needs():
    [drawn] = chart_of([Mark("Allemagne", 50, "50", reference=100)]).drawn

    assert [(each.width, each.tick) for each in drawn.marks] == [("36%", "72%")]


def test_table_has_every_number_where_the_drawing_has_the_first():
    text = shown(chart_of(MARKS, most_shown=1))

    assert text.count("=Italie") == 2  # its head, and what its link is told as
    assert "chart__bar" in text
    assert text.count('<rect class="chart__bar"') == 1


def test_a_year_that_is_not_over_is_told():
    chart = chart_of([Mark("2026", 3, "3", note="année en cours")], shape=Shape.COLUMNS)

    assert "chart__column--partial" in shown(chart)
    assert "2026\u202f: année en cours." in shown(chart)
    assert "année en cours" in svg_of(chart)


@pytest.mark.parametrize("name", SHAPES)
def test_files_stand_alone(name):
    chart = SHAPES[name]

    svg = parsed(svg_of(chart))
    image = Image.open(io.BytesIO(png_of(chart)))

    texts = " ".join(svg.itertext())
    assert "Un titre & un <constat>" in texts
    assert "Comment c’est compté." in texts
    assert "1 juin 2026" in texts.replace("1er", "1")
    assert not {"style", "class", "href"} & {key for each in svg.iter() for key in each.attrib}
    assert image.size == (2 * int(svg.get("width")), round(2 * float(svg.get("height"))))


def test_csv_has_a_column_per_series_and_starts_no_formula():
    text = csv_of(SHAPES["multiples"]).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text), delimiter=";")) == [
        ["Pays", "Série 0", "Série 1"],
        ["Allemagne", "100", "50"],
        ["'=Italie", "25", ""],
    ]


def test_csv_numbers_have_a_decimal_comma():
    marks = [Mark("a", Decimal("1200.50"), ""), Mark("b", 0.125, ""), Mark("c", 3, "")]

    lines = csv_of(chart_of(marks)).decode("utf-8-sig").splitlines()[1:]

    assert lines == ["a;1200,50", "b;0,125", "c;3"]


@given(
    st.lists(st.tuples(NAMES, NUMBERS), min_size=1, max_size=60),
    st.sampled_from(Shape),
    st.booleans(),
)
def test_any_numbers_and_names_are_drawn_inside_the_picture(pairs, shape, is_multiple):
    marks = [Mark(label, value, str(value)) for label, value in pairs]
    chart = chart_of(*([marks, marks[:1]] if is_multiple else [marks]), shape=shape)

    svg = parsed(svg_of(chart))
    shown(chart)

    height = float(svg.get("height"))
    for each in svg.iter("{http://www.w3.org/2000/svg}rect"):
        if not each.get("width").endswith("%"):
            assert float(each.get("x")) + float(each.get("width")) <= 720
            assert float(each.get("y")) + float(each.get("height")) <= height


@pytest.mark.parametrize(
    ("rate", "text"), [(0, "0,0"), (0.04, "moins de 0,1"), (0.05, "0,1"), (8.24, "8,2")]
)
def test_rate_that_is_not_nothing_is_not_told_as_zero(rate, text):
    assert rate_text(rate) == text
