"""A chart as PNG, drawn by typst, which sets the papers: the portal has one rasteriser."""

import typst

from partnerships.charts.chart import Chart
from partnerships.charts.drawing import svg_of
from partnerships.papers.fonts import fonts

PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""
# Two pixels per pixel of the SVG, whose pixel typst reads as 0.75 pt.
PPI = 192


def png_of(chart: Chart) -> bytes:
    """Returns the picture of `chart`; what Marianne lacks is drawn in a font of typst, or not."""
    return typst.compile(
        PAGE,
        format="png",
        ppi=PPI,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": svg_of(chart)},
    )
