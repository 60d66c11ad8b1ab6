"""What curators make of propositions: a picture, a file that waits, one that was applied."""

from datetime import date

import factory
from django.core.files.base import ContentFile

from partnerships.files.content import store_upload
from partnerships.files.kind import check
from partnerships.models import ProposalIllustration
from proposals.models import (
    Evidence,
    EvidenceKind,
    Progress,
    ProgressNote,
    Replacement,
    ReplacementFile,
    Wording,
)
from proposals.progress import record_note
from proposals.replacement.applying import apply_file
from proposals.replacement.comparing import Comparison
from tests.factories.accounts import UserFactory
from tests.factories.files import picture
from tests.factories.lists import ProposalFactory, ThemeFactory

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


class IllustrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProposalIllustration

    proposal = factory.SubFactory(ProposalFactory)
    alternative = "Une place, vue du ciel"
    credit = "Ville de Lille"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        sent = ContentFile(picture(), name="place.jpg")
        checked = check(sent, "place.jpg")
        content = store_upload(sent, checked)
        stored = {
            "file_name": checked.file_name,
            "content_type": checked.content_type,
            "size": content.renditions[-1]["size"],
            "sha256": content.sha256,
            "renditions": content.renditions,
        }
        return super()._create(model_class, *args, **stored, **kwargs)


def waiting_file(by, number=20, **content) -> ReplacementFile:
    """A file that was read over and not applied, of one proposition."""
    file = ReplacementFile(file_name="vingt.xlsx", sha256="0" * 64, received_by=by)
    file.contents = {number: {**NEW, **content}}
    file.save()
    return file


def applied_file(by, number=20, **content) -> Replacement:
    file = waiting_file(by, number, **content)
    return apply_file(file, by=by, reason="Relecture", seen=Comparison(file).state)


def note(proposal, on=date(2020, 3, 5), next_review=None, **fields):
    """A note that rests on a page; its review may be past."""
    values = {"progress": Progress.UNDER_WAY, "text": "Un label est né.", **fields}
    written = ProgressNote(proposal=proposal, on=on, written_by=UserFactory(), **values)
    page = Evidence(kind=EvidenceKind.LINK, url="https://example.org/", on=date(2020, 1, 1))
    note = record_note(written, [page])
    ProgressNote.objects.filter(pk=note.pk).update(next_review=next_review)
    return note


def complete(number):
    """A proposition that lacks nothing."""
    proposal = ProposalFactory(
        number=number,
        wording=Wording.OFFICIAL,
        source_page=3,
        summary="Un résumé",
        body="Un texte",
        source_url="https://example.org/",
    )
    note(proposal)
    IllustrationFactory(proposal=proposal)
    ThemeFactory().proposals.add(proposal)
    return proposal
