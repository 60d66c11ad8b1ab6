"""Reads a twinnings file row by row; an invalid row is refused with a reason."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from cncd_portal.accounts.invisible import REORDERING, without_invisible
from partnerships.analysis import fold, normalized
from partnerships.files.workbook import begins_formula
from partnerships.identifiers import WIKIDATA_ITEM
from partnerships.proximity import Point

COLUMNS = (
    "origincityLabel",
    "origincountry",
    "originlat",
    "originlong",
    "originpopulation",
    "sistercityLabel",
    "destinationlat",
    "destinationlong",
    "destination_countryLabel",
)
# The Wikidata items of the two places, as queries name them; files made before have none.
ITEM_COLUMNS = ("origincity", "sistercity")
ITEM = re.compile(rf"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?({WIKIDATA_ITEM})")
MAX_LINE_BYTES = 20_000
MAX_NAME = 80
BARE_IDENTIFIER = re.compile(r"[QPL]\d+", re.IGNORECASE)
# Control characters, line and paragraph separators, private and unassigned code points.
UNPRINTABLE = {"Cc", "Zl", "Zp", "Co", "Cn"}


class NotTwinningsFile(Exception):
    """The file as a whole is not a twinnings file; the message says why, in French."""


class RowRefused(Exception):
    """The row cannot be loaded; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class TwinningRow:
    """A validated row of the file. Labels are in English.

    `origin_item`, `partner_item`: on Wikidata, "" where the file does not say; `is_reversed`: the
    file names the partner first, and the French authority second.
    """

    line: int
    origin: str
    origin_point: Point
    origin_population: int | None
    partner: str
    partner_point: Point
    country: str
    origin_item: str = ""
    partner_item: str = ""
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not loaded: its line number, the reason, and the cells that could be read."""

    line: int
    reason: str
    origin: str = ""
    partner: str = ""
    country: str = ""


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yields (number, line without its end); None for a line longer than MAX_LINE_BYTES."""
    number = 0
    while line := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        too_long = len(line) > MAX_LINE_BYTES
        while line and not line.endswith(b"\n") and len(line) > MAX_LINE_BYTES:
            line = file.readline(MAX_LINE_BYTES + 1)
        yield number, None if too_long else line.rstrip(b"\r\n")


def _header(lines):
    _number, line = next(lines, (0, None))
    if line is None:
        raise NotTwinningsFile(_("Le fichier est vide, ou n’a pas de ligne de titres."))
    try:
        names = line.decode("utf-8-sig").split("\t")
    except UnicodeDecodeError:
        raise NotTwinningsFile(_("La ligne de titres n’est pas en UTF-8.")) from None
    names = [name.strip() for name in names]
    missing = [name for name in COLUMNS if names.count(name) != 1]
    missing += [name for name in ITEM_COLUMNS if names.count(name) > 1]
    if missing:
        raise NotTwinningsFile(
            _(
                "Ce fichier n’est pas un fichier de jumelages\u202f: il faut des colonnes séparées "
                "par des tabulations, et chacune de celles-ci une fois\u202f: %(columns)s."
            )
            % {"columns": ", ".join(missing)}
        )
    return names


def _text(line):
    if line is None:
        raise RowRefused(_("La ligne est trop longue."))
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise RowRefused(_("La ligne n’est pas en UTF-8.")) from None


def _is_printable(text):
    return not any(unicodedata.category(c) in UNPRINTABLE for c in text)


def _name(text, whose):
    if any(c in REORDERING for c in text):
        raise RowRefused(
            _("Le nom %(whose)s a une marque qui retourne le texte.") % {"whose": whose}
        )
    # Zero-width marks come with names copied from pages in several scripts.
    text = normalized("NFC", without_invisible(text)).strip()
    if not text:
        raise RowRefused(_("Le nom %(whose)s est vide.") % {"whose": whose})
    if not _is_printable(text):
        raise RowRefused(
            _("Le nom %(whose)s contient un caractère de contrôle.") % {"whose": whose}
        )
    if begins_formula(text):
        raise RowRefused(
            _("Le nom %(whose)s commence comme une formule de tableur.") % {"whose": whose}
        )
    if len(text) > MAX_NAME:
        raise RowRefused(_("Le nom %(whose)s est trop long.") % {"whose": whose})
    if BARE_IDENTIFIER.fullmatch(text):
        raise RowRefused(
            _("Le nom %(whose)s est un identifiant nu, pas un nom.") % {"whose": whose}
        )
    if not any(c.isalpha() for c in fold(text)):
        raise RowRefused(_("Le nom %(whose)s n’a aucune lettre.") % {"whose": whose})
    return text


def _item(text, whose):
    """Returns the Wikidata item of a cell that has its identifier or its address; "" if empty."""
    found = ITEM.fullmatch(text)
    if text and not found:
        raise RowRefused(
            _(
                "L’élément Wikidata %(whose)s n’en est pas un\u202f: il s’écrit Q suivi de "
                "chiffres, seul ou dans son adresse."
            )
            % {"whose": whose}
        )
    return found[1] if found else ""


def _number(text):
    """Returns `text` as a number if it is in plain decimal digits, else None."""
    return float(text) if re.fullmatch(r"[+-]?\d{1,12}(\.\d{0,30})?", text, re.ASCII) else None


def _point(latitude, longitude, whose):
    point = _number(latitude), _number(longitude)
    if None in point or not (abs(point[0]) <= 90 and abs(point[1]) <= 180) or point == (0, 0):
        raise RowRefused(
            _("Les coordonnées %(whose)s sont absentes ou impossibles.") % {"whose": whose}
        )
    return point


def _population(text):
    number = _number(text)
    return math.floor(number) if number and number > 0 else None


ORIGIN = ("origincityLabel", "origincountry", "originlat", "originlong", "origincity")
DESTINATION = (
    "sistercityLabel",
    "destination_countryLabel",
    "destinationlat",
    "destinationlong",
    "sistercity",
)


def _is_french(cells, names):
    return fold(cells[names[1]]) == "france"


def _french_first(cells):
    """Returns `cells` with the French city as the origin, and whether it was the destination.

    The file gives a population to the origin only.
    """
    if _is_french(cells, ORIGIN) or not _is_french(cells, DESTINATION):
        return cells, False
    swapped = dict(zip((*ORIGIN, *DESTINATION), (*DESTINATION, *ORIGIN), strict=True))
    return {
        **cells,
        **{name: cells.get(other, "") for name, other in swapped.items()},
        "originpopulation": "",
    }, True


def _row(line, cells):
    cells, is_reversed = _french_first(cells)
    ours, theirs = _("de la collectivité française"), _("du partenaire")
    origin = _name(cells["origincityLabel"], ours)
    partner = _name(cells["sistercityLabel"], theirs)
    country = _name(cells["destination_countryLabel"], _("du pays"))
    if not _is_french(cells, ORIGIN):
        raise RowRefused(_("La ville d’origine n’est pas en France d’après le fichier."))
    return TwinningRow(
        line=line,
        origin=origin,
        origin_point=_point(cells["originlat"], cells["originlong"], ours),
        origin_population=_population(cells["originpopulation"]),
        partner=partner,
        partner_point=_point(cells["destinationlat"], cells["destinationlong"], theirs),
        country=country,
        origin_item=_item(cells.get("origincity", ""), ours),
        partner_item=_item(cells.get("sistercity", ""), theirs),
        is_reversed=is_reversed,
    )


def _read(number, line, names):
    cells = {}
    try:
        values = [value.strip(" ") for value in _text(line).split("\t")]
        cells = dict(zip(names, values, strict=False))
        if len(values) != len(names):
            raise RowRefused(
                _("La ligne a %(found)d cellules au lieu de %(expected)d.")
                % {"found": len(values), "expected": len(names)}
            )
        return _row(number, cells)
    except RowRefused as refusal:
        labels = ("origincityLabel", "sistercityLabel", "destination_countryLabel")
        return RefusedRow(number, str(refusal), *(cells.get(label, "") for label in labels))


def read_twinnings(path: Path) -> list[TwinningRow | RefusedRow]:
    """Returns all rows of the file at `path`, in order; blank lines are skipped.

    The file is tab-separated UTF-8, without quoting. Raises OSError, or NotTwinningsFile if the
    file as a whole is wrong.
    """
    with path.open("rb") as file:
        lines = _lines(file)
        names = _header(lines)
        return [_read(number, line, names) for number, line in lines if line != b""]
