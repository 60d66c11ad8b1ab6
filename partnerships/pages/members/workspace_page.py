"""The page « Mon espace »: what is asked of the person, then their authorities' dossiers."""

from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Campaign,
    Dossier,
    DossierStatus,
    Invitation,
    LocalAuthority,
    LocalAuthorityMember,
    MemberStatus,
    Partnership,
    ReaderReport,
)
from partnerships.models.dossier_status import EDITABLE
from partnerships.pages.members.asked_dossiers import AskedDossiers
from partnerships.pages.members.confirmation_page import partnerships_to_confirm
from partnerships.pages.members.dates_ahead import DateAhead, dates_ahead
from partnerships.pages.members.own_dossiers import OwnDossiers

REQUESTS_SHOWN, PARTNERSHIPS_SHOWN = 20, 10


# What comes next, and from whom, for a dossier in each status.
NEXT = {
    DossierStatus.DRAFT: _("À vous\u202f: complétez, puis déposez."),
    DossierStatus.SUBMITTED: _("À l’administration\u202f: elle va le prendre en instruction."),
    DossierStatus.UNDER_REVIEW: _("À l’administration\u202f: elle l’instruit."),
    DossierStatus.CHANGES_REQUESTED: _("À vous\u202f: répondez, puis déposez de nouveau."),
    DossierStatus.DECIDED: _("À l’administration\u202f: elle l’instruit."),
    DossierStatus.CLOSED: _("Rien\u202f: la décision est notifiée."),
}
BEGUN = _("À vous\u202f: complétez. Le dépôt attend que la collectivité vous accepte.")
NOT_REQUESTED = _("À vous\u202f: demandez à rejoindre la collectivité, pour pouvoir déposer.")
LEAD_WRITES = _("À la cheffe de file\u202f: elle l’écrit, vous le lisez.")


class WorkspacePage:
    def __init__(self, user, data):
        self.user, self.data = user, data

    @cached_property
    def memberships(self):
        own = LocalAuthorityMember.objects.filter(user=self.user)
        rows = own.exclude(status=MemberStatus.REVOKED).with_has_manager()
        return list(rows.select_related("authority"))

    @property
    def is_member(self):
        return any(membership.is_active for membership in self.memberships)

    @property
    def pending(self):
        return [each for each in self.memberships if each.is_pending]

    @cached_property
    def invitations(self):
        invitations = Invitation.objects.open().addressed_to(self.user)
        return list(invitations.select_related("authority")[:REQUESTS_SHOWN])

    @cached_property
    def requests(self):
        answerable = LocalAuthorityMember.objects.answerable_by(self.user)
        return answerable[: REQUESTS_SHOWN + 1].count()

    @cached_property
    def report_count(self) -> int:
        """How many errors reported on pages of the user's authorities wait for an answer."""
        reports = ReaderReport.objects.about_own_of(self.user).answerable_by(self.user)
        return reports.open().count()

    @cached_property
    def dossier_list(self) -> OwnDossiers:
        return OwnDossiers(self.user, self.data)

    @property
    def dossiers(self):
        return self.dossier_list.page

    @cached_property
    def asked(self) -> AskedDossiers:
        return AskedDossiers(self.user)

    @property
    def rows(self):
        """(dossier, what comes next) for the current page of the list."""
        return [(dossier, self._next(dossier)) for dossier in self.dossiers.rows]

    @property
    def shows_dossiers(self):
        """Whether there may be dossiers: for a member, and for who waits or began one."""
        return self.is_member or bool(self.pending) or bool(self.dossiers.rows)

    def _next(self, dossier):
        if dossier.is_begun:
            return BEGUN if dossier.is_requested else NOT_REQUESTED
        own = {each.authority_id for each in self.memberships if each.is_active}
        if dossier.status in EDITABLE and dossier.lead_authority_id not in own:
            return LEAD_WRITES
        return NEXT[dossier.status]

    @cached_property
    def campaign(self):
        return Campaign.objects.running(timezone.localdate())

    @cached_property
    def confirmation_count(self) -> int:
        """How many partnerships the campaign asks the user to confirm."""
        campaign = self.campaign
        return partnerships_to_confirm(self.user, campaign).count() if campaign else 0

    @cached_property
    def dates(self) -> list[DateAhead]:
        return dates_ahead(self.user)

    @cached_property
    def imported(self):
        """Twinnings imported from public sources that the user's authorities may declare."""
        return list(Partnership.objects.claimable_by(self.user)[: PARTNERSHIPS_SHOWN + 1])

    @property
    def shown_imported(self):
        return self.imported[:PARTNERSHIPS_SHOWN]

    @property
    def has_more_imported(self):
        return len(self.imported) > PARTNERSHIPS_SHOWN

    @cached_property
    def entered(self):
        """The open dossiers that the user, an officer, enters on behalf of authorities."""
        if not self.user.has_perm("partnerships.review_dossier"):
            return []
        entered = Dossier.objects.open().filter(is_entered_by_officer=True, created_by=self.user)
        return list(entered.for_list()[:REQUESTS_SHOWN])

    @property
    def shown_published(self):
        return self.published[:PARTNERSHIPS_SHOWN]

    @property
    def has_more_published(self):
        return len(self.published) > PARTNERSHIPS_SHOWN

    @cached_property
    def published(self):
        own = LocalAuthority.objects.of_member(self.user).values("pk")
        rows = Partnership.objects.declared().filter(lead_authority__in=own)
        return list(rows.with_version()[: PARTNERSHIPS_SHOWN + 1])
