"""Limits of pictures. No Django here: the process apart imports them too."""

PIXELS_MAX = 50_000_000
SIDE_MAX = 20_000
# Widths used by pages; a narrower picture keeps its width.
WIDTHS = (480, 960, 1920)
# A picture is reduced to this size before anything else is made of it.
LARGEST = (WIDTHS[-1], 4 * WIDTHS[-1])
