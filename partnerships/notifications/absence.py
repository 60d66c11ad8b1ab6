from partnerships.models import Absence
from partnerships.notifications.outbox import address, notify


def announce_absence(absence: Absence, *, by, is_over: bool = False) -> None:
    """Notifies the delegate, and the absent officer if someone else declared it; never `by`."""
    people = {absence.officer, absence.delegate} - {by}
    recipients = [person for person in people if person.is_active]
    cause = f"absence:{absence.pk}:{'end' if is_over else 'start'}"
    link = address("absences")
    notify(cause, recipients, "absence", absence=absence, by=by, is_over=is_over, link=link)
