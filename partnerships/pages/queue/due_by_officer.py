"""What each officer has late, or due within a week of work, for lead reviewers."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from partnerships.models import Dossier, DossierStatus
from partnerships.pages.queue.queue_choices import DUE_FILTER, LATE, NOBODY, REVIEWER, STATUS
from partnerships.pages.queue.selection import Selection
from partnerships.sort_key import person_key

SOON = "5"  # working days
TO_DECIDE = [DossierStatus.SUBMITTED, DossierStatus.UNDER_REVIEW]


@dataclass(frozen=True)
class OfficerDue:
    """The open dossiers of an officer, or of nobody: how many are late, how many to decide soon."""

    name: str
    reviewer: str
    late: int
    soon: int

    @property
    def late_address(self) -> str:
        return self._address({DUE_FILTER: [LATE]})

    @property
    def soon_address(self) -> str:
        return self._address({STATUS: TO_DECIDE, DUE_FILTER: [SOON]})

    def _address(self, filters):
        return Selection("", {REVIEWER: [self.reviewer], **filters}).address


def due_by_officer() -> list[OfficerDue]:
    """Returns those who have such dossiers: what nobody has first, then officers by name.

    Two queries.
    """
    dossiers = Dossier.objects.deposited().exclude(status=DossierStatus.CLOSED)
    late = Q(pk__in=Dossier.objects.late().values("pk"))
    soon = Dossier.objects.filter(status__in=TO_DECIDE).due_within(int(SOON))
    soon = Q(pk__in=soon.values("pk"))
    counts = (
        dossiers.filter(late | soon)
        .order_by()
        .values_list("reviewer")
        .annotate(late=Count("pk", filter=late), soon=Count("pk", filter=soon))
    )
    by_officer = {reviewer: numbers for reviewer, *numbers in counts}
    unassigned = by_officer.pop(None, None)
    rows = [OfficerDue(_("Personne"), NOBODY, *unassigned)] if unassigned else []
    officers = get_user_model().objects.filter(pk__in=by_officer).order_by("pk")
    return rows + [
        OfficerDue(str(each), str(each.pk), *by_officer[each.pk])
        for each in sorted(officers, key=person_key)
    ]
