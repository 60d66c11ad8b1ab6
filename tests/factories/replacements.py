"""Files that replace the texts of propositions: one that waits, one that was applied."""

from proposals.models import Replacement, ReplacementFile, Wording
from proposals.replacement.applying import apply_file
from proposals.replacement.comparing import Comparison

NEW = {
    "title": "Un titre de travail revu",
    "summary": "Relu par l’atelier.",
    "body": "",
    "axis": "",
    "actors": "",
    "wording": Wording.WORKING,
    "source": "le portail, d’après l’annonce du rapport",
    "source_url": "",
    "source_on": None,
    "report": "",
    "source_page": None,
}


def waiting_file(by, number=20, **content) -> ReplacementFile:
    """A file that was read over and not applied, of one proposition."""
    file = ReplacementFile(file_name="vingt.xlsx", sha256="0" * 64, received_by=by)
    file.contents = {number: {**NEW, **content}}
    file.save()
    return file


def applied_file(by, number=20, **content) -> Replacement:
    file = waiting_file(by, number, **content)
    return apply_file(file, by=by, reason="Relecture", seen=Comparison(file).state)
