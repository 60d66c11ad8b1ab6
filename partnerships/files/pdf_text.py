"""The text of a PDF, read in the process of `partnerships.files.apart`."""

from typing import BinaryIO

import pypdfium2

PAGES_MAX, CHARACTERS_MAX = 300, 1_000_000
# What pdfium writes for a hyphen at the end of a line.
LINE_HYPHEN = "\x02"


def read_text(file: BinaryIO) -> str:
    """Returns the text of the first PAGES_MAX pages, at most CHARACTERS_MAX characters of it.

    A damaged page is left out; a picture of a text has none. A word cut at the end of a line is
    whole, and its parts follow the text: pdfium tells « Castres-Mazamet » from no other.
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
    text = "\n".join(parts)
    cut = [word.replace(LINE_HYPHEN, " ") for word in text.split() if LINE_HYPHEN in word]
    return "\n".join([text.replace(LINE_HYPHEN, ""), *cut])
