"""The dates of the coming year that concern a person's authorities."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Campaign, Dossier, Partnership
from partnerships.models.date_precision import not_before
from partnerships.models.dossier_status import WITH_OFFICERS
from partnerships.precise_date import PreciseDate

AHEAD = timedelta(days=365)
SHOWN = 20


@dataclass(frozen=True)
class DateAhead:
    """`words`: the date as it is known (« mars 2027 »); `last_day`: the last day that it may be."""

    last_day: date
    words: str
    text: str
    address: str


def _of_day(day: date, text: str, address: str) -> DateAhead:
    return DateAhead(day, PreciseDate(day).words, text, address)


def _confirmations(today) -> Iterator[DateAhead]:
    """The confirmations that will open; the one that is asked now is with what is asked."""
    address = reverse("partnerships:confirmation_list")
    for campaign in Campaign.objects.filter(opens_on__gt=today, opens_on__lte=today + AHEAD):
        text = _("La confirmation %(year)s des partenariats s’ouvre.") % {"year": campaign.year}
        yield _of_day(campaign.opens_on, text, address)


def _decisions(user) -> Iterator[DateAhead]:
    """The day by which each dossier is to be decided, while that time runs."""
    rows = Dossier.objects.active().of_member(user).filter(status__in=WITH_OFFICERS)
    for dossier in rows.filter(due_on__isnull=False).order_by("due_on", "pk")[:SHOWN]:
        text = _("Décision attendue au plus tard\u202f: %(dossier)s") % {"dossier": dossier}
        yield _of_day(dossier.due_on, text, dossier.get_absolute_url())


def _ends(user, today) -> Iterator[DateAhead]:
    """The declared end of each partnership that the person may renew or close."""
    rows = Partnership.objects.confirmable_by(user).filter(not_before("ends_on", today))
    for each in rows.filter(ends_on__lte=today + AHEAD).order_by("ends_on", "pk")[:SHOWN]:
        text = _("Fin déclarée\u202f: %(partnership)s") % {"partnership": each}
        yield DateAhead(each.end.last_day, each.end.words, text, each.get_absolute_url())


def dates_ahead(user) -> list[DateAhead]:
    """Returns the dates of the coming year, the nearest first; at most SHOWN."""
    today = timezone.localdate()
    found = [*_confirmations(today), *_decisions(user), *_ends(user, today)]
    return sorted(found, key=lambda each: each.last_day)[:SHOWN]
