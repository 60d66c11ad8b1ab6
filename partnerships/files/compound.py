"""Compound files of Microsoft (MS-CFB): documents of Office before 2007, or with a password."""

from enum import Enum, auto

START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Compound(Enum):
    """What a compound file holds."""

    LOCKED = auto()
    TEXT = auto()
    SPREADSHEET = auto()
    SLIDES = auto()
    MAIL = auto()
    OTHER = auto()


# Names of the streams that tell, in the order in which they are looked for.
STREAMS = {
    "EncryptedPackage": Compound.LOCKED,
    "WordDocument": Compound.TEXT,
    "Workbook": Compound.SPREADSHEET,
    "Book": Compound.SPREADSHEET,
    "PowerPoint Document": Compound.SLIDES,
    "__properties_version1.0": Compound.MAIL,
}


def compound_of(data: bytes) -> Compound | None:
    """Returns what a compound file holds, None if `data` is no compound file."""
    if not data.startswith(START):
        return None
    found = (kind for name, kind in STREAMS.items() if name.encode("utf-16-le") in data)
    return next(found, Compound.OTHER)
