"""What a person finds on « Mon espace »: what is asked of them, then their authority's files."""

from functools import cached_property

from partnerships.models import (
    Dossier,
    DossierStatus,
    LocalAuthority,
    LocalAuthorityMember,
    Partnership,
)
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

ASKED, PUBLISHED = 20, 10


class WorkspacePage:
    def __init__(self, user, data):
        self.user, self.data = user, data

    @cached_property
    def memberships(self):
        own = LocalAuthorityMember.objects.filter(user=self.user)
        return list(own.exclude(status="revoked").select_related("authority"))

    @property
    def is_member(self):
        return any(membership.status == "active" for membership in self.memberships)

    @property
    def pending(self):
        return [each for each in self.memberships if each.status == "pending"]

    @cached_property
    def _own(self):
        rows = Dossier.objects.kept().of_member(self.user).for_list()
        return rows.select_related("updated_by")

    @cached_property
    def to_complete(self):
        return list(self._own.filter(status=DossierStatus.CHANGES_REQUESTED)[:ASKED])

    @cached_property
    def requests(self):
        answerable = LocalAuthorityMember.objects.answerable_by(self.user)
        return answerable[: ASKED + 1].count() if self.is_member else 0

    @cached_property
    def dossiers(self):
        return paginate(
            [self._own],
            Order("updated_at"),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
        )

    @cached_property
    def entered(self):
        """Files that an officer writes for authorities."""
        if not self.user.has_perm("partnerships.review_dossier"):
            return []
        entered = Dossier.objects.open().filter(is_entered_by_officer=True, created_by=self.user)
        return list(entered.for_list()[:ASKED])

    @cached_property
    def published(self):
        mine = LocalAuthority.objects.of_member(self.user).values("pk")
        return list(Partnership.objects.listed().filter(lead_authority__in=mine)[:PUBLISHED])
