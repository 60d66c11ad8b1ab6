"""The table of a chart as CSV."""

from decimal import Decimal

from partnerships.charts.chart import Chart, Mark
from partnerships.files.french_csv import french_csv


def _number(mark: Mark | None) -> str:
    """Returns the number with a decimal comma, "" for None."""
    if mark is None:
        return ""
    value = mark.value
    if isinstance(value, int | Decimal):
        return str(value).replace(".", ",")
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def csv_of(chart: Chart) -> bytes:
    rows = ([label, *map(_number, marks)] for label, marks in chart.rows)
    return french_csv([[chart.label_head, *chart.names], *rows])
