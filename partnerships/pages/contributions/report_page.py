"""What the page of a report shows to the people who answer it."""

from functools import cached_property

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.document.reading import read
from partnerships.models import (
    InternationalPartner,
    LocalAuthority,
    Partnership,
    ReaderReport,
    ReaderReportStep,
    ReportStatus,
)
from partnerships.permissions import OwnActs, may_correct, own_acts
from partnerships.reports.answering import TEXT_MAX, next_statuses
from partnerships.reports.subject import subject_of
from proposals.models import Proposal

LABELS = {
    ReportStatus.IN_PROGRESS: _("Je m’en occupe"),
    ReportStatus.CORRECTED: _("C’est corrigé"),
    ReportStatus.REFUSED: _("Laisser sans suite, avec un motif"),
    ReportStatus.SPAM: _("Indésirable\u202f: ranger sans répondre"),
}
TAKE_UP = _("Reprendre ce signalement")


class ReportPage:
    """`typed`: the answer that was sent and refused, if any; `error`: why."""

    text_max = TEXT_MAX

    def __init__(self, report: ReaderReport, user, typed=None, error=""):
        self.report, self.user, self.typed, self.error = report, user, typed or {}, error

    @property
    def is_for_officer(self) -> bool:
        return self.user.has_perm("partnerships.review_dossier")

    @cached_property
    def subject(self):
        return subject_of(self.report)

    @property
    def partnership(self) -> Partnership | None:
        row = self.subject and self.subject.row
        return row if isinstance(row, Partnership) else None

    @cached_property
    def reading(self):
        """What the public page says, where the report is about a partnership."""
        return self.partnership and read(self.partnership.current_version.content)

    @property
    def profile(self) -> LocalAuthority | InternationalPartner | None:
        """The authority or the partner, where the report is about one."""
        row = self.subject and self.subject.row
        return row if isinstance(row, LocalAuthority | InternationalPartner) else None

    @property
    def where(self) -> str:
        """Where this authority or partner is, as its page says."""
        row = self.profile
        return row.located_in if isinstance(row, LocalAuthority) else str(row.country or "")

    @cached_property
    def steps(self) -> list[ReaderReportStep]:
        return list(self.report.steps.select_related("by"))

    @property
    def choices(self) -> list[tuple[str, str]]:
        if self.report.sent_by_id == self.user.pk:
            return []
        statuses = next_statuses(self.report, self.user)
        is_open = self.report.is_open
        return [(each, LABELS[each] if is_open else TAKE_UP) for each in statuses]

    @property
    def chosen(self) -> str:
        return self.typed.get("status", "")

    @property
    def typed_text(self) -> str:
        return self.typed.get("text", "")

    @cached_property
    def own(self) -> OwnActs:
        return own_acts(self.user, self.partnership) if self.partnership else OwnActs()

    @property
    def correction_url(self) -> str:
        """Where an officer corrects a typing error of the page; "" if they may not."""
        partnership = self.partnership
        if not partnership or partnership.is_suspended or not may_correct(self.user, partnership):
            return ""
        return reverse("partnerships:correction", args=[partnership.public_id])

    @property
    def administration_url(self) -> str:
        """Where a curator corrects a row of a list; "" if this person may not."""
        row = self.subject and self.subject.row
        if row is None or not self.user.is_staff or not admin.site.is_registered(type(row)):
            return ""
        label, name = row._meta.app_label, row._meta.model_name
        is_curated = not isinstance(row, Partnership)
        may = is_curated and self.user.has_perm(f"{label}.change_{name}")
        return reverse(f"admin:{label}_{name}_change", args=[row.pk]) if may else ""

    @property
    def workshop_url(self) -> str:
        """Where a curator corrects a proposition; "" if this person may not."""
        row = self.subject and self.subject.row
        if not isinstance(row, Proposal) or not self.user.has_perm("proposals.curate_proposals"):
            return ""
        return reverse("proposals:workshop_proposal", args=[row.number])

    @property
    def parent(self) -> tuple[str, str]:
        """(address, label) of the list that leads here."""
        if self.is_for_officer:
            return reverse("partnerships:report_desk"), _("Signalements")
        return reverse("partnerships:report_list"), _("Erreurs signalées")
