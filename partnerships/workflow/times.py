"""Processing times of a dossier, computed from its journal."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from partnerships.models import Action, Dossier, DossierEvent, DossierTimes, Facet, Leaving
from partnerships.models.working_days import working_days_between

# Actions that count as a first answer to the authority; starting the review does not.
ANSWERS = (Action.REQUEST_CHANGES, Action.RELEASE)


def _durations(start: date, end: date | None, name: str) -> dict:
    days = {f"{name}_days": None, f"{name}_working_days": None}
    if end:
        days = {
            f"{name}_days": (end - start).days,
            f"{name}_working_days": working_days_between(start, end),
        }
    return days


def _departure(events: Iterable[DossierEvent]) -> tuple[date | None, str]:
    """Returns when and how the dossier left the officers; (None, "") if it has not."""
    left_on, left_as, outcome = None, "", ""
    for event in events:
        outcome = event.content.get("outcome", outcome)
        if event.action == Action.RELEASE:
            left_on, left_as = timezone.localdate(event.at), outcome
        elif event.action == Action.WITHDRAW:
            left_on, left_as = timezone.localdate(event.at), Leaving.WITHDRAWN
        elif event.action in (Action.SUBMIT, Action.REOPEN):
            left_on, left_as = None, ""
    return left_on, left_as


def _due_on(events: Iterable[DossierEvent]) -> date | None:
    """Returns the last day to decide that the last release met or missed, None without one."""
    releases = [event for event in events if event.action == Action.RELEASE]
    text = releases[-1].content.get("due_on") if releases else ""
    return date.fromisoformat(text) if text else None


def update_times(dossier: Dossier) -> None:
    """Recomputes the times of `dossier`, if it was ever deposited and is not archived."""
    events = list(dossier.events.order_by("sequence"))
    came_on = next((timezone.localdate(e.at) for e in events if e.action == Action.SUBMIT), None)
    # An archived dossier has no facets any more, so its stored times are left as they are.
    if came_on is None or dossier.archived_at:
        return
    answered_on = next((timezone.localdate(e.at) for e in events if e.action in ANSWERS), None)
    left_on, left_as = _departure(events)
    decided_on = left_on if left_as != Leaving.WITHDRAWN else None
    times, _is_new = DossierTimes.objects.update_or_create(
        dossier=dossier,
        defaults={
            "officer_id": dossier.reviewer_id,
            "came_on": came_on,
            "answered_on": answered_on,
            "left_on": left_on,
            "left_as": left_as,
            "decision_due_on": _due_on(events) if decided_on else None,
            **_durations(came_on, answered_on, "answer"),
            **_durations(came_on, decided_on, "decision"),
        },
    )
    countries = dossier.facets.filter(facet=Facet.COUNTRY).values_list("value", flat=True)
    times.countries.set(countries)


def fill_missing_times() -> int:
    """Computes the missing times of deposited dossiers. Returns how many."""
    missing = Dossier.objects.deposited().filter(times=None).order_by("pk")
    keys = list(missing.values_list("pk", flat=True))
    for key in keys:
        update_times(Dossier.objects.get(pk=key))
    return len(keys)
