"""The queue of officers: numbers that are filters, and the files, oldest deposit first."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Country,
    Dossier,
    DossierStatus,
    InternationalPartner,
    Message,
    Submission,
)
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

PAGE_SIZE = 30
STATE = "etat"


def _states(user):
    """Name in the address → (words, rule)."""
    mine = Q(reviewer=user.pk, status__in=[DossierStatus.UNDER_REVIEW, DossierStatus.DECIDED])
    return {
        "a-prendre": (_("à prendre"), Q(status=DossierStatus.SUBMITTED)),
        "les-miens": (_("les miens"), mine),
        "en-attente": (
            _("en attente de la collectivité"),
            Q(status__in=[DossierStatus.CHANGES_REQUESTED, DossierStatus.DRAFT]),
        ),
        "en-instruction": (_("en instruction"), Q(status=DossierStatus.UNDER_REVIEW)),
        "decides": (_("décidés, à notifier"), Q(status=DossierStatus.DECIDED)),
        "clos": (_("clos"), Q(status=DossierStatus.CLOSED)),
    }


@dataclass(frozen=True)
class State:
    name: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    dossier: Dossier
    countries: str
    is_own: bool
    unread: int


class QueuePage:
    def __init__(self, user, data):
        self.user, self.data = user, data
        self.rules = _states(user)
        asked = data.get(STATE, "")
        self.state = asked if asked in self.rules else ""

    @property
    def _deposited(self):
        return Dossier.objects.visible_to(self.user).filter(submission_count__gt=0)

    @cached_property
    def states(self) -> list[State]:
        counts = Dossier.objects.filter(submission_count__gt=0).aggregate(
            **{
                name.replace("-", "_"): Count("pk", filter=rule)
                for name, (_l, rule) in self.rules.items()
            }
        )
        return [
            State(name, str(label), counts[name.replace("-", "_")], name == self.state)
            for name, (label, _rule) in self.rules.items()
        ]

    @cached_property
    def page(self):
        rows = self._deposited.for_list()
        if self.state:
            rows = rows.filter(self.rules[self.state][1])
        latest = Submission.objects.filter(dossier=OuterRef("pk")).values("pk")[:1]
        return paginate(
            [rows.annotate(latest_submission=Subquery(latest))],
            Order("submitted_at", descending=False),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
            size=PAGE_SIZE,
        )

    @cached_property
    def rows(self) -> list[Row]:
        dossiers = self.page.rows
        own = set(
            Dossier.objects.of_member(self.user)
            .filter(pk__in=[dossier.pk for dossier in dossiers])
            .values_list("pk", flat=True)
        )
        countries = _countries([dossier.latest_submission for dossier in dossiers])
        unread = self._unread(dossiers)
        return [
            Row(
                dossier,
                countries.get(dossier.latest_submission, ""),
                dossier.pk in own,
                unread.get(dossier.pk, 0),
            )
            for dossier in dossiers
        ]

    def _unread(self, dossiers) -> dict[int, int]:
        """Messages to read, of the files that are theirs or nobody's yet."""
        theirs = [each.pk for each in dossiers if each.reviewer_id in (None, self.user.pk)]
        waiting = Message.objects.unread_by(self.user).filter(dossier__in=theirs).order_by()
        return dict(waiting.values_list("dossier").annotate(Count("pk")))


def _countries(submissions) -> dict[int, str]:
    """Submission → the countries it names, in two queries more than its own."""
    items = {
        submission.pk: submission.document["partners"]
        for submission in Submission.objects.filter(pk__in=submissions)
    }
    named = [each["partner"] for partners in items.values() for each in partners if each["partner"]]
    known = {
        str(uuid): country
        for uuid, country in InternationalPartner.objects.filter(uuid__in=named).values_list(
            "uuid", "country"
        )
    }
    names = dict(Country.objects.values_list("pk", "name"))
    return {
        pk: ", ".join(
            dict.fromkeys(
                names.get(known.get(each["partner"]) or (each["proposed"] or {}).get("country"), "")
                for each in partners
            )
        )
        for pk, partners in items.items()
    }
