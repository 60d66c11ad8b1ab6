"""Re-encodes pictures, decoded within limits, so that nothing of the uploaded file is stored."""

import base64
import io
import re
import threading
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from partnerships.files.apart import Overrun, Unreadable, read_apart
from partnerships.files.phone_picture import read_phone_picture
from partnerships.files.picture_size import LARGEST, PIXELS_MAX, SIDE_MAX, WIDTHS
from partnerships.files.refusal import Refused

# HEIC and AVIF, by the first box of the file (ISO/IEC 14496-12).
PHONE_HEAD = re.compile(rb"....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1|avi[fs])", re.DOTALL)
PHONE_SECONDS_MAX = 20

# Phone photographs may contain a second, hidden one (MPO): only the first is read.
FORMATS = {"JPEG", "MPO", "PNG", "WEBP"}
ENCODINGS = (
    ("image/webp", "WEBP", {"quality": 80, "method": 4}),
    ("image/jpeg", "JPEG", {"quality": 82, "optimize": True, "progressive": True}),
)
SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N")
# All exceptions that Pillow is known to raise for a malformed file.
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    MemoryError,
    AttributeError,
)
# Pillow refuses pictures with twice as many pixels.
Image.MAX_IMAGE_PIXELS = PIXELS_MAX
# A picture of 50 million pixels takes some 300 MB: one at a time in each process.
_decoding = threading.Lock()


@dataclass(frozen=True)
class Rendition:
    """The picture at one size, in one content type."""

    width: int
    height: int
    content_type: str
    data: bytes


def _damaged():
    return Refused(
        _(
            "L’image «\u202f%(name)s\u202f» est abîmée ou incomplète\u202f: ouvrez-la, "
            "enregistrez-la de nouveau en JPEG ou en PNG, puis renvoyez-la."
        )
    )


def _too_large():
    return Refused(
        _(
            "L’image «\u202f%(name)s\u202f» est trop grande\u202f: 50 millions de pixels et "
            "20\u202f000 pixels de côté au plus. Réduisez-la, puis renvoyez-la."
        )
    )


def _animated():
    return Refused(_("L’image «\u202f%(name)s\u202f» est animée\u202f: envoyez une image fixe."))


def _readable(content):
    """Returns the content, as PNG if it is a picture of a phone, decoded in a process apart."""
    content.seek(0)
    if not PHONE_HEAD.match(content.read(12)):
        content.seek(0)
        return content
    try:
        answer = read_apart(read_phone_picture, content, seconds=PHONE_SECONDS_MAX)
    except Overrun as error:
        raise _too_large() from error
    except Unreadable as error:
        raise _damaged() from error
    if "fault" in answer:
        raise _animated() if answer["fault"] == "animated" else _too_large()
    return io.BytesIO(base64.b64decode(answer["png"]))


def _check(picture):
    """Checks the header, before decoding any pixel."""
    width, height = picture.size
    if width * height > PIXELS_MAX or max(width, height) > SIDE_MAX:
        raise _too_large()
    if picture.format not in FORMATS:
        raise _damaged()
    if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
        raise _animated()


def _in_srgb(picture):
    """Returns the picture in sRGB, converted by its colour profile if this is readable."""
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            return ImageCms.profileToProfile(
                picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # Only the profile is damaged, not the pixels.
    if picture.mode in SIXTEEN_BITS:
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return picture


def _pixels(content):
    """Returns the pixels alone: upright, on white, without metadata."""
    with Image.open(content) as picture:
        _check(picture)
        # Lets a JPEG decode at half its size or less, if that is enough.
        picture.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        picture.load()
        upright = _in_srgb(ImageOps.exif_transpose(picture))
        mode = "RGBA" if upright.has_transparency_data else "RGB"
        converted = upright.convert(mode)
    converted.thumbnail(LARGEST, Image.Resampling.LANCZOS, reducing_gap=3.0)
    # Pasted into a new picture, since saving also writes the metadata of `info`.
    bare = Image.new("RGB", converted.size, "white")
    bare.paste(converted, mask=converted.getchannel("A") if mode == "RGBA" else None)
    return bare


def _rendition(pixels, width, content_type, encoding, options):
    height = max(1, round(pixels.height * width / pixels.width))
    sized = pixels
    if width != pixels.width:
        sized = pixels.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    output = io.BytesIO()
    sized.save(output, encoding, **options)
    return Rendition(sized.width, sized.height, content_type, output.getvalue())


def renditions(content: BinaryIO) -> list[Rendition]:
    """Returns the picture at each width, narrowest first, in WebP then JPEG. Raises Refused.

    The last one, the widest JPEG, is the main file.
    """
    try:
        with _decoding:
            pixels = _pixels(_readable(content))
            widths = [width for width in WIDTHS if width < pixels.width]
            return [
                _rendition(pixels, width, *encoding)
                for width in (*widths, pixels.width)
                for encoding in ENCODINGS
            ]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except UNREADABLE as error:
        raise _damaged() from error
