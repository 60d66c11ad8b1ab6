"""The fonts of PDF papers: Marianne, of the State's design system, those built into typst, then
those of FONTS_DIR for the scripts that these lack (Armenian, Georgian, Khmer…).

Other fonts of the system are ignored, so that a paper looks the same on any machine.
"""

import struct
import zlib
from functools import cache
from pathlib import Path
from uuid import uuid4

import typst
from django.conf import settings
from django.contrib.staticfiles import finders

WEIGHTS = ("Regular", "Regular_Italic", "Medium", "Bold", "Bold_Italic")


def _table(woff: bytes, position: int) -> tuple[bytes, int, bytes, int]:
    """Returns the (tag, checksum, content, length) of a table, from its directory entry."""
    tag, offset, packed, length, checksum = struct.unpack_from(">4s4I", woff, position)
    content = woff[offset : offset + packed]
    return tag, checksum, zlib.decompress(content) if packed < length else content, length


def opentype(woff: bytes) -> bytes:
    """Returns the OpenType font of a WOFF 1.0 file (W3C recommendation): typst reads no WOFF."""
    flavor, _length, count = struct.unpack_from(">IIH", woff, 4)
    power = count.bit_length() - 1
    reach = 16 << power
    directory = struct.pack(">IHHHH", flavor, count, reach, power, 16 * count - reach)
    body, start = b"", 12 + 16 * count
    for rank in range(count):
        tag, checksum, content, length = _table(woff, 44 + 20 * rank)
        directory += struct.pack(">4sIII", tag, checksum, start + len(body), length)
        body += content + bytes(-length % 4)
    return directory + body


def _unpack(folder: Path, weight: str) -> None:
    target = folder / f"Marianne-{weight}.ttf"
    if target.exists():
        return
    woff = Path(finders.find(f"dsfr/dist/fonts/Marianne-{weight}.woff")).read_bytes()
    temporary = target.with_suffix(f".{uuid4()}")
    temporary.write_bytes(opentype(woff))
    temporary.replace(target)


@cache
def fonts() -> typst.Fonts:
    folder = Path(settings.VAR_DIR) / "fonts"
    folder.mkdir(exist_ok=True)
    for weight in WEIGHTS:
        _unpack(folder, weight)
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder), settings.FONTS_DIR])
