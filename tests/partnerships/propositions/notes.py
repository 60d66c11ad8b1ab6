"""What became of a proposition: notes with their evidence, and its picture."""

from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone

from partnerships.files.content import store_upload
from partnerships.files.kind import check
from partnerships.models import ProposalIllustration
from partnerships.pages.propositions.workshop.note_recording import record_note_with_files
from proposals.models import Evidence, EvidenceKind, Progress, ProgressNote
from tests.factories.accounts import UserFactory
from tests.factories.files import JPEG, PDF


def link(**fields):
    """A page that was read."""
    values = {"url": "https://example.org/page", "label": "Le portail commun"}
    return Evidence(kind=EvidenceKind.LINK, on=date(2024, 5, 2), **{**values, **fields})


def decision(**fields):
    values = {"label": "Vote du conseil municipal", "on": date(2024, 5, 2)}
    return Evidence(kind=EvidenceKind.DECISION, **{**values, **fields})


def partnership_evidence(partnership):
    return Evidence(kind=EvidenceKind.PARTNERSHIP, partnership=partnership.public_id)


def note_on(proposal, *evidence, documents=(), **fields):
    """A note that stands, on that evidence or, where there is none, on a page; `documents`: names
    of PDF files.
    """
    sent = [(each, None) for each in evidence]
    for name in documents:
        file = ContentFile(PDF, name)
        sent.append((Evidence(kind=EvidenceKind.DOCUMENT), (file, check(file, name))))
    values = {
        "on": timezone.localdate(),
        "progress": Progress.UNDER_WAY,
        "text": "Un groupe de travail est réuni.",
        "judged_by": "Bureau de la coopération",
    }
    if "written_by" not in fields:
        values["written_by"] = UserFactory()
    note = ProgressNote(proposal=proposal, **{**values, **fields})
    return record_note_with_files(note, sent or [(link(), None)])


def illustrate(proposal, **fields):
    file = ContentFile(JPEG, "place.jpg")
    checked = check(file, "place.jpg")
    content = store_upload(file, checked)
    values = {"alternative": "Une place, vue d’un toit", "credit": "Ville de Lille"}
    return ProposalIllustration.objects.create(
        proposal=proposal,
        file_name=checked.file_name,
        content_type=checked.content_type,
        size=content.renditions[-1]["size"],
        sha256=content.sha256,
        renditions=content.renditions,
        **{**values, **fields},
    )
