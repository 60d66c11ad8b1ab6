from django.utils import timezone

from partnerships.models import Absence
from partnerships.notifications.outbox import address, notify


def announce_absence(absence: Absence, *, by, is_over: bool = False, previous=None) -> None:
    """Notifies the delegate, and the absent officer if someone else declared it; never `by`.

    `previous`: the delegate before a change, who hears of it too.
    """
    people = {absence.officer, absence.delegate, previous} - {by, None}
    recipients = [person for person in people if person.is_active]
    now = timezone.now()
    act = "end" if is_over else f"change-{now.timestamp()}" if previous else "start"
    context = {
        "absence": absence,
        "by": by,
        "is_over": is_over,
        "is_changed": previous is not None,
        "is_cancelled": is_over and absence.starts_on > timezone.localdate(now),
        "link": address("absences"),
    }
    notify(f"absence:{absence.pk}:{act}", recipients, "absence", **context)
