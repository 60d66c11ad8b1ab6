"""The text of a PDF, read in the process of `partnerships.files.apart`."""

from typing import BinaryIO

import pypdfium2

PAGES_MAX, CHARACTERS_MAX = 300, 1_000_000


def read_text(file: BinaryIO) -> str:
    """Returns the text of the first PAGES_MAX pages, at most CHARACTERS_MAX characters of it.

    A damaged page is left out; a picture of a text has none.
    """
    document = pypdfium2.PdfDocument(file.read())
    parts, left = [], CHARACTERS_MAX
    for rank in range(min(len(document), PAGES_MAX)):
        try:
            text = document[rank].get_textpage().get_text_bounded()[:left]
        except pypdfium2.PdfiumError:
            continue
        parts.append(text)
        left -= len(text)
        if left <= 0:
            break
    return "\n".join(parts)
