"""Officers to choose from, with their workload and absences."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from partnerships.models import Dossier, DossierStatus
from partnerships.models.absence import away_until
from partnerships.sort_key import person_key
from partnerships.workflow.officers.officers import User, officers


@dataclass
class OfferedOfficer:
    """An officer with the number of their open dossiers by stage; `waiting`: for the authority.
    `is_gone`: may no longer review.
    """

    officer: Any
    to_start: int = 0
    under_review: int = 0
    waiting: int = 0
    decided: int = 0
    away_until: date | None = None
    is_gone: bool = False
    regions: list[tuple[str, int]] = field(default_factory=list)

    @property
    def load(self) -> int:
        return self.to_start + self.under_review + self.waiting + self.decided


COUNTS = {
    "to_start": Q(status=DossierStatus.SUBMITTED),
    "under_review": Q(status=DossierStatus.UNDER_REVIEW),
    "waiting": Q(status__in=[DossierStatus.CHANGES_REQUESTED, DossierStatus.DRAFT]),
    "decided": Q(status=DossierStatus.DECIDED),
}


def _assigned_dossiers():
    """Open deposited dossiers that have a reviewer."""
    assigned = Dossier.objects.open().filter(reviewer__isnull=False, submission_count__gt=0)
    return assigned.order_by()


def offered_officers(*, with_gone: bool = False) -> list[OfferedOfficer]:
    """Returns all officers who may review, by name; `with_gone` adds those who no longer may and
    still have dossiers. Four queries, whatever their number.
    """
    able = sorted(officers(), key=person_key)
    away = away_until(timezone.localdate())
    counts = {
        row.pop("reviewer"): row
        for row in _assigned_dossiers()
        .values("reviewer")
        .annotate(**{name: Count("pk", filter=rule) for name, rule in COUNTS.items()})
    }
    rows = [
        OfferedOfficer(each, **counts.get(each.pk, {}), away_until=away.get(each.pk))
        for each in able
    ]
    if with_gone:
        gone = User.objects.filter(pk__in=counts.keys() - {each.pk for each in able})
        rows += [
            OfferedOfficer(each, **counts[each.pk], is_gone=True)
            for each in sorted(gone.order_by("pk"), key=person_key)
        ]
    return rows


def with_regions(rows: list[OfferedOfficer], most: int = 3) -> list[OfferedOfficer]:
    """Adds to each officer the `most` régions where they have most dossiers; one query."""
    by_officer = {row.officer.pk: row for row in rows}
    dossiers = _assigned_dossiers().filter(
        reviewer__in=by_officer, lead_authority__region__isnull=False
    )
    regions = dossiers.values_list("reviewer", "lead_authority__region__name")
    for officer, region, count in regions.annotate(count=Count("pk")).order_by(
        "-count", "lead_authority__region__sort_key"
    ):
        shown = by_officer[officer].regions
        if len(shown) < most:
            shown.append((region, count))
    return rows
