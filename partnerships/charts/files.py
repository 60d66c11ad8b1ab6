"""The files of a chart, by the end of their address."""

from collections.abc import Callable
from dataclasses import replace

from partnerships.charts.chart import Chart, Download
from partnerships.charts.csv_file import csv_of
from partnerships.charts.drawing import svg_of
from partnerships.charts.png_file import png_of

# End of the address of a file → what makes it, its type.
FILES: dict[str, tuple[Callable[[Chart], bytes | str], str]] = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "svg": (svg_of, "image/svg+xml"),
    "png": (png_of, "image/png"),
}


def with_downloads(chart: Chart, address: Callable[[str], str]) -> Chart:
    """Returns the chart with its files; `address`: of the one with this end."""
    return replace(chart, downloads=[Download(end.upper(), address(end)) for end in FILES])
