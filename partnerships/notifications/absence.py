from partnerships.models import Absence
from partnerships.notifications.outbox import address, notify


def announce_absence(absence: Absence, *, by, is_over: bool = False) -> None:
    """Tell who stands in, and who is away where another declared it; never who does it."""
    people = {absence.officer, absence.delegate} - {by}
    told = [person for person in people if person.is_active]
    cause = f"absence:{absence.pk}:{'end' if is_over else 'start'}"
    link = address("absences")
    notify(cause, told, "absence", absence=absence, by=by, is_over=is_over, link=link)
