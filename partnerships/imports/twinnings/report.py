"""The import report: the outcome of each row of a twinnings file, also as CSV."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.files.workbook import escape_formula


class Fate(models.TextChoices):
    LOADED = "loaded", gettext_lazy("chargée")
    GUESSED = "guessed", gettext_lazy("chargée, avec une supposition")
    DUPLICATE = "duplicate", gettext_lazy("non chargée\u202f: répétée dans le fichier")
    KNOWN = "known", gettext_lazy("non chargée\u202f: déjà au registre")
    REFUSED = "refused", gettext_lazy("non chargée\u202f: refusée")


@dataclass(frozen=True, slots=True)
class ReportLine:
    """The outcome of a row: its content, its match, and the reason in French."""

    line: int
    fate: Fate
    origin: str
    partner: str
    country: str
    reason: str = ""
    authority_code: str = ""
    authority_name: str = ""
    partner_name: str = ""


def counts(lines: Iterable[ReportLine]) -> Counter:
    """Returns the number of rows by outcome."""
    return Counter(line.fate for line in lines)


def write_report(lines: Iterable[ReportLine], file: TextIO) -> None:
    """Writes rows not loaded and guesses as CSV, separated by « ; » for French spreadsheets."""
    writer = csv.writer(file, delimiter=";")
    writer.writerow(
        [
            _("ligne"),
            _("sort"),
            _("motif"),
            _("collectivité dans le fichier"),
            _("partenaire dans le fichier"),
            _("pays dans le fichier"),
            _("code de la collectivité"),
            _("collectivité retenue"),
            _("partenaire retenu"),
        ]
    )
    for line in sorted(lines, key=lambda line: line.line):
        if line.fate == Fate.LOADED:
            continue
        cells = (
            str(line.fate.label),
            line.reason,
            line.origin,
            line.partner,
            line.country,
            line.authority_code,
            line.authority_name,
            line.partner_name,
        )
        writer.writerow([line.line, *map(escape_formula, cells)])
