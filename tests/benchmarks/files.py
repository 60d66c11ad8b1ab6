"""Synthetic files in instruction: as many as partnerships. One officer has the same few at every
size, those that come after a fixed one.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from partnerships.document.canonical import canonical, digest
from partnerships.models import (
    Dossier,
    DossierAuthority,
    DossierStatus,
    LocalAuthority,
    Submission,
)
from partnerships.workflow.index import reindex_dossiers
from tests.benchmarks.synthetic import BATCH, Draw
from tests.factories.accounts import reviewer

OFFICERS, DAYS, DUE_DAYS = 20, 700, 90
PRIVATE = {
    "contact": {"name": "Dominique Contact", "email": "contact@example.org", "phone": ""},
    "state_case": "",
    "state_authorised_on": None,
}
# One in four was never taken; most of the rest are closed, as they would be after years.
TO_TAKE, OPEN = 4, 3


def _dossier(draw, rank, officer, others, authorities, document):
    status = DossierStatus.CLOSED
    if rank % TO_TAKE == 0:
        status = DossierStatus.SUBMITTED
    elif rank % OPEN == 0 or draw.is_fixed(rank - 1):
        status = DossierStatus.UNDER_REVIEW
    taken_by = officer if draw.is_fixed(rank - 1) else draw.random.choice(others)
    deposited_at = timezone.now() - timedelta(days=draw.random.uniform(0, DAYS))
    due_on = timezone.localdate() + timedelta(days=draw.random.randint(-5, DUE_DAYS))
    return Dossier(
        reference=f"CD-{rank:012d}",
        lead_authority_id=authorities[document["lead_authority"]],
        title=document["title"],
        status=status,
        reviewer=None if status == DossierStatus.SUBMITTED else taken_by,
        submission_count=1,
        submitted_at=deposited_at,
        due_on=None if status == DossierStatus.CLOSED else due_on,
    )


def _batches(draw: Draw, partners: list[str], officer) -> Iterator[list[tuple[Dossier, dict]]]:
    authorities = dict(LocalAuthority.objects.values_list("key", "pk"))
    others = [reviewer() for _ in range(OFFICERS)]
    for start in range(0, draw.count, BATCH):
        ranks = range(start, min(start + BATCH, draw.count))
        documents = [{**draw.projection(rank, partners), **PRIVATE} for rank in ranks]
        yield [
            (_dossier(draw, rank, officer, others, authorities, document), document)
            for rank, document in zip(ranks, documents, strict=True)
        ]


def deposit_files(count: int, partners: list[str], officer) -> None:
    """`count` deposited files, and the index that finds them."""
    for pairs in _batches(Draw(count), partners, officer):
        dossiers = [dossier for dossier, _document in pairs]
        Dossier.objects.bulk_create(dossiers)
        DossierAuthority.objects.bulk_create(
            DossierAuthority(dossier=each, authority_id=each.lead_authority_id, is_lead=True)
            for each in dossiers
        )
        Submission.objects.bulk_create(
            Submission(
                dossier=dossier,
                number=1,
                document_text=canonical(document),
                digest=digest(canonical(document)),
                submitted_at=dossier.submitted_at,
                submitted_by=officer,
            )
            for dossier, document in pairs
        )
    reindex_dossiers()
