"""The due dates of an officer in iCalendar (RFC 5545), for calendars that read a link.

Calendars may be read elsewhere and by others: an event names the authority and the reference of a
dossier, never its title nor a person.
"""

from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from cncd_portal.site_address import absolute_address
from partnerships.models import Dossier, DossierStatus

# The nearest due dates are kept.
MOST_EVENTS = 1000
REFRESH = timedelta(hours=6)


def due_dossiers(user) -> QuerySet:
    """The open dossiers of `user` that have a due date: the whole team's for a lead reviewer."""
    rows = Dossier.objects.deposited().exclude(status=DossierStatus.CLOSED)
    if user.has_perm("partnerships.lead_review"):
        own = rows.review_led_by(user)
    else:
        own = rows.instructed_by(user)
    return own.filter(due_on__isnull=False).order_by("due_on", "pk")


def _meaning(dossier) -> tuple[str, str]:
    """Returns what is to be done by that day, in short and as a sentence."""
    if dossier.is_decided:
        text = _("La décision est prise\u202f: elle est à notifier ce jour au plus tard.")
        return _("à notifier"), text
    return _("à décider"), _("Échéance de la décision.")


def _event(dossier, now):
    to_do, meaning = _meaning(dossier)
    event = Event()
    event.add("UID", str(dossier.uuid))
    event.add("DTSTAMP", now)
    event.add("DTSTART", dossier.due_on)
    event.add("SUMMARY", f"{dossier.reference}, {to_do} – {dossier.lead_authority}")
    event.add(
        "DESCRIPTION",
        f"{meaning} {capfirst(dossier.get_kind_display())}, {dossier.get_status_display()}.",
    )
    event.add("URL", absolute_address(reverse("partnerships:review_detail", args=[dossier.uuid])))
    # The day stays free.
    event.add("TRANSP", "TRANSPARENT")
    return event


def calendar_file(user) -> bytes:
    """Returns the calendar: an event of a whole day, in Paris, for each due date."""
    calendar = Calendar()
    calendar.add("PRODID", "-//CNCD//Villes partagees//FR")
    calendar.add("VERSION", "2.0")
    calendar.add("X-WR-CALNAME", _("Échéances des dossiers"))
    for name in ("REFRESH-INTERVAL", "X-PUBLISHED-TTL"):
        calendar.add(name, vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    now = timezone.now()
    for dossier in due_dossiers(user).select_related("lead_authority")[:MOST_EVENTS]:
        calendar.add_component(_event(dossier, now))
    return calendar.to_ical()
