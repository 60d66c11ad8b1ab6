"""Decodes the pictures of phones, HEIC and AVIF, in the process of `partnerships.files.apart`."""

import base64
import io
from typing import BinaryIO

import pillow_heif
from PIL import Image, ImageOps

from partnerships.files.picture_size import LARGEST, PIXELS_MAX, SIDE_MAX

# Each thread would reserve memory that the limit of the process counts.
pillow_heif.options.DECODE_THREADS = 1
Image.MAX_IMAGE_PIXELS = PIXELS_MAX


def read_phone_picture(file: BinaryIO) -> dict[str, str]:
    """Returns {"png": the picture, upright and reduced to `LARGEST`, in base64}, with its colour
    profile and no other metadata; or {"fault": "large"} or "animated".
    """
    pillow_heif.register_heif_opener()
    with Image.open(io.BytesIO(file.read()), formats=("HEIF", "AVIF")) as picture:
        width, height = picture.size
        if width * height > PIXELS_MAX or max(width, height) > SIDE_MAX:
            return {"fault": "large"}
        if picture.format == "AVIF" and getattr(picture, "n_frames", 1) > 1:
            return {"fault": "animated"}
        profile = picture.info.get("icc_profile")
        upright = ImageOps.exif_transpose(picture)
        reduced = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    reduced.thumbnail(LARGEST, Image.Resampling.LANCZOS, reducing_gap=3.0)
    bare = Image.new(reduced.mode, reduced.size)
    bare.paste(reduced)
    output = io.BytesIO()
    bare.save(output, "PNG", compress_level=1, icc_profile=profile)
    return {"png": base64.b64encode(output.getvalue()).decode()}
