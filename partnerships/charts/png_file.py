"""SVG as PNG, drawn by typst, which sets the papers: the portal has one rasteriser."""

import typst

from partnerships.charts.chart import Chart
from partnerships.charts.drawing import svg_of
from partnerships.papers.fonts import fonts

PAGE = b"""
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""
# A pixel of the picture per pixel of the SVG, which typst reads as 0.75 pt.
PPI = 96


def png_of_svg(svg: str, scale: int = 1) -> bytes:
    """Returns the picture of `svg`, `scale` times as wide; what Marianne lacks is drawn in a font
    of typst, or not.
    """
    return typst.compile(
        PAGE,
        format="png",
        ppi=PPI * scale,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": svg},
    )


def png_of(chart: Chart) -> bytes:
    """Returns the picture of `chart`, for screens of two pixels per point."""
    return png_of_svg(svg_of(chart), scale=2)
