"""The table of a chart as CSV for French spreadsheets (« ; », UTF-8 with BOM)."""

import csv
import io
from decimal import Decimal

from partnerships.charts.chart import Chart, Mark
from partnerships.files.workbook import escape_formula


def _number(mark: Mark | None) -> str:
    """Returns the number with a decimal comma, "" for None."""
    if mark is None:
        return ""
    value = mark.value
    if isinstance(value, int | Decimal):
        return str(value).replace(".", ",")
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def csv_of(chart: Chart) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(escape_formula(each) for each in (chart.label_head, *chart.names))
    for label, marks in chart.rows:
        writer.writerow([escape_formula(label), *map(_number, marks)])
    return text.getvalue().encode("utf-8-sig")
