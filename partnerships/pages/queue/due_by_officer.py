"""What each officer has late, or due within a week of work, for lead reviewers."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models import Dossier
from partnerships.pages.queue.queue_choices import (
    DUE_FILTER,
    LATE,
    LATE_TO_RELEASE,
    NOBODY,
    REVIEWER,
)
from partnerships.pages.queue.selection import Selection
from partnerships.sort_key import person_key

SOON = "5"  # working days
# Which dossiers a column counts → its title.
COLUMNS = {
    LATE: _("À décider, en retard"),
    SOON: _("À décider sous cinq jours ouvrés"),
    LATE_TO_RELEASE: _("Décidés, à notifier en retard"),
}


@dataclass(frozen=True)
class OfficerDue:
    """How many dossiers of an officer, or of nobody, are to decide and late, to decide soon, or
    decided and late to notify.
    """

    name: str
    reviewer: str
    late: int
    soon: int
    late_to_release: int

    @property
    def numbers(self) -> list[tuple[int, str, str, bool]]:
        """(count, its title, address of its dossiers, whether they are late), for each column."""
        counts = (self.late, self.soon, self.late_to_release)
        return [
            (count, title, self._address(due), due != SOON)
            for count, (due, title) in zip(counts, COLUMNS.items(), strict=True)
        ]

    def _address(self, due):
        return Selection("", {REVIEWER: [self.reviewer], DUE_FILTER: [due]}).address


def due_by_officer() -> list[OfficerDue]:
    """Returns those who have such dossiers: what nobody has first, then officers by name.

    Two queries.
    """
    dossiers = Dossier.objects
    chosen = dossiers.late_to_decide(), dossiers.due_within(int(SOON)), dossiers.late_to_release()
    late, soon, to_release = (Q(pk__in=each.values("pk")) for each in chosen)
    counts = (
        dossiers.deposited()
        .filter(late | soon | to_release)
        .order_by()
        .values_list("reviewer")
        .annotate(
            late=Count("pk", filter=late),
            soon=Count("pk", filter=soon),
            late_to_release=Count("pk", filter=to_release),
        )
    )
    by_officer = {reviewer: numbers for reviewer, *numbers in counts}
    unassigned = by_officer.pop(None, None)
    rows = [OfficerDue(str(_("Personne")), NOBODY, *unassigned)] if unassigned else []
    officers = get_user_model().objects.filter(pk__in=by_officer).order_by("pk")
    return rows + [
        OfficerDue(str(each), str(each.pk), *by_officer[each.pk])
        for each in sorted(officers, key=person_key)
    ]
