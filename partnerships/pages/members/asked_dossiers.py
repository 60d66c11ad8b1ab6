"""The dossiers that wait for a person, the most urgent first: a few are shown, the others fold."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Max

from partnerships.models import Dossier, DossierAuthority, DossierStatus, Message, Visibility

SHOWN = 3
# Of each thing that a dossier may wait for.
READ_MAX = 100


@dataclass
class AskedDossier:
    """A dossier that waits for the person; `parts`: those of their authorities to confirm."""

    dossier: Dossier
    is_to_complete: bool = False
    unread: int = 0
    parts: list[DossierAuthority] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where what it waits for is, on its page."""
        anchor = "#part" if self.parts else "#echanges" if not self.is_to_complete else ""
        return f"{self.dossier.get_absolute_url()}{anchor}"


class AskedDossiers:
    """First those to complete, the one left alone the longest before the others; then the parts to
    confirm, then the unread messages, the latest first.
    """

    def __init__(self, user):
        self.user = user
        self._own = Dossier.objects.active().of_member(user)

    @cached_property
    def _to_complete(self):
        waiting = self._own.editable_by(self.user).filter(status=DossierStatus.CHANGES_REQUESTED)
        return list(waiting.defer("buffer_text").order_by("updated_at", "pk")[:READ_MAX])

    @cached_property
    def _parts(self):
        """The parts to confirm by the user's authorities, in dossiers led by others."""
        parts = DossierAuthority.objects.answerable_by(self.user).awaiting_answer()
        parts = parts.select_related("dossier", "authority").defer("dossier__buffer_text")
        return list(parts.order_by("pk")[:READ_MAX])

    @cached_property
    def _unread(self) -> list[tuple[Dossier, int]]:
        """(dossier, number of unread messages), the most recent message first."""
        unread = Message.objects.unread_by(self.user).filter(
            visibility=Visibility.SHARED, dossier__in=self._own.values("pk")
        )
        latest = unread.values("dossier").annotate(count=Count("pk"), last=Max("at"))
        counts = {row["dossier"]: row["count"] for row in latest.order_by("-last")[:READ_MAX]}
        dossiers = Dossier.objects.defer("buffer_text").in_bulk(counts) if counts else {}
        return [(dossiers[pk], count) for pk, count in counts.items()]

    @cached_property
    def all(self) -> list[AskedDossier]:
        """Each dossier once, with all that it waits for."""
        asked = {}
        for dossier in self._to_complete:
            asked.setdefault(dossier.pk, AskedDossier(dossier)).is_to_complete = True
        for part in self._parts:
            asked.setdefault(part.dossier_id, AskedDossier(part.dossier)).parts.append(part)
        for dossier, count in self._unread:
            asked.setdefault(dossier.pk, AskedDossier(dossier)).unread = count
        return list(asked.values())

    @property
    def shown(self) -> list[AskedDossier]:
        return self.all[:SHOWN]

    @property
    def others(self) -> list[AskedDossier]:
        return self.all[SHOWN:]

    @property
    def is_cut(self) -> bool:
        """Whether more may wait than what was read."""
        return READ_MAX in map(len, (self._to_complete, self._parts, self._unread))

    @property
    def count_to_complete(self) -> int:
        return len(self._to_complete)
