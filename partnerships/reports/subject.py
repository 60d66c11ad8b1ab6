"""The pages that readers can write about, found by what their addresses name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.identifiers import uuid_of
from partnerships.models import (
    Country,
    Departement,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    ReaderReport,
    Region,
    ReportPart,
    ReportSubject,
)
from proposals.models import Proposal

P = ReportPart
PROFILE = (P.NAME, P.PLACE, P.CONTACT, P.SOURCE, P.LIST)
PLACE = (P.NAME, P.PLACE, P.LIST)
# What the page of each kind of subject shows, and may be wrong.
PARTS: dict[str, tuple[ReportPart, ...]] = {
    ReportSubject.PARTNERSHIP: (
        P.NAME,
        P.SIDES,
        P.PLACE,
        P.DATES,
        P.CONTENT,
        P.RESULTS,
        P.BUDGET,
        P.FILES,
        P.SOURCE,
    ),
    ReportSubject.AUTHORITY: PROFILE,
    ReportSubject.PARTNER: PROFILE,
    ReportSubject.COUNTRY: PLACE,
    ReportSubject.REGION: PLACE,
    ReportSubject.DEPARTEMENT: PLACE,
    ReportSubject.PROPOSAL: (P.NAME, P.CONTENT, P.SOURCE, P.LIST),
    ReportSubject.SITE: (),
}


def _partnership(key: str) -> Partnership | None:
    rows = Partnership.objects.select_related("merged_into", "lead_authority__successor")
    found = rows.filter(public_id=key).first()
    return found and (found.merged_into or found)


def _authority(key: str) -> LocalAuthority | None:
    rows = LocalAuthority.objects.select_related("successor", "departement", "region")
    found = rows.filter(key=key).first()
    return found and found.current


def _partner(key: str) -> InternationalPartner | None:
    uuid: UUID | None = uuid_of(key)
    rows = InternationalPartner.objects.select_related("merged_into", "country")
    found = uuid and rows.filter(uuid=uuid).first()
    return found and found.current


def _proposal(key: str) -> Proposal | None:
    is_number = key.isascii() and key.isdigit() and len(key) < 5
    return Proposal.objects.listed().filter(number=int(key)).first() if is_number else None


FINDERS: dict[str, Callable[[str], Model | None]] = {
    ReportSubject.PARTNERSHIP: _partnership,
    ReportSubject.AUTHORITY: _authority,
    ReportSubject.PARTNER: _partner,
    ReportSubject.COUNTRY: lambda key: Country.objects.filter(iso2=key).first(),
    ReportSubject.REGION: lambda key: Region.objects.filter(code=key).first(),
    ReportSubject.DEPARTEMENT: lambda key: (
        Departement.objects.select_related("region").filter(code=key).first()
    ),
    ReportSubject.PROPOSAL: _proposal,
}


@dataclass(frozen=True)
class Subject:
    """What a report is about. `row`: None for the site itself."""

    kind: ReportSubject
    key: str
    row: Model | None

    @property
    def label(self) -> str:
        if isinstance(self.row, Proposal):
            return self.row.name_with_wording
        return str(self.row) if self.row else _("le portail")

    @property
    def address(self) -> str:
        return self.row.get_absolute_url() if self.row else reverse("portal:home")

    @property
    def parts(self) -> tuple[ReportPart, ...]:
        return PARTS[self.kind]

    @property
    def is_public(self) -> bool:
        """Whether anyone reads its page today."""
        return not (isinstance(self.row, Partnership) and self.row.is_suspended)

    @cached_property
    def authority(self) -> LocalAuthority | None:
        """The authority whose members hear of a report about it."""
        if isinstance(self.row, Partnership):
            return self.row.lead_authority.current
        return self.row if isinstance(self.row, LocalAuthority) else None


def find_subject(kind: str, key: str) -> Subject | None:
    """Returns the subject, followed to the one it was merged into; None if there is none."""
    if kind == ReportSubject.SITE:
        return Subject(ReportSubject.SITE, "", None)
    row = FINDERS[kind](key)
    return row and Subject(ReportSubject(kind), key_of(row), row)


def key_of(row: Model) -> str:
    """Returns what names `row` in its address."""
    names = {
        Partnership: "public_id",
        LocalAuthority: "key",
        InternationalPartner: "uuid",
        Country: "iso2",
        Region: "code",
        Departement: "code",
        Proposal: "number",
    }
    return str(getattr(row, names[type(row)]))


def subject_of(report: ReaderReport) -> Subject | None:
    """Returns the subject of a report as it is today; None if it is gone."""
    return find_subject(report.subject_kind, report.subject_key)


def page_of(report: ReaderReport) -> str:
    """Returns the path of the page that a report is about; of the home page if it is gone."""
    subject = subject_of(report)
    return subject.address if subject else reverse("portal:home")
