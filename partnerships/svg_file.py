"""SVG files made by templates."""

import re

from django.template.loader import render_to_string

# What XML has no way to write (XML 1.0, « Char »): a file that holds one cannot be opened.
FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg_file(template: str, context: dict) -> str:
    """Returns the SVG that `template` makes, without the characters that XML forbids."""
    return FORBIDDEN.sub("", render_to_string(template, context))
