"""Notification preferences: the frequencies people chose, and the dossiers they muted."""

from django.contrib.auth import get_user_model
from django.db import transaction

from partnerships.models import (
    Dossier,
    DossierMute,
    DossierStatus,
    Frequency,
    Notification,
    NotificationPreference,
)
from partnerships.models.notification import GATHERED
from partnerships.notifications.events import BY_NAME, Event

User = get_user_model()


def _is_silent(event, dossier):
    """Whether the event is not sent because the dossier is closed.

    Events that question the outcome of a closed dossier are still sent.
    """
    is_closed = dossier is not None and dossier.status == DossierStatus.CLOSED
    return is_closed and not (event.is_sent_when_closed or event.always)


def frequencies(
    event: Event, cause: str, recipients: list, dossier: Dossier | None
) -> list[tuple[object, Frequency]]:
    """Returns (recipient, frequency) of those to notify of `cause` who have not been yet.

    Recipients without an account are notified at once.
    """
    if _is_silent(event, dossier):
        return []
    people = [each.pk for each in recipients if isinstance(each, User)]
    if not people:
        return [(each, Frequency.AT_ONCE) for each in recipients]
    notified = Notification.objects.filter(cause=cause, user__in=people)
    excluded, chosen = set(notified.values_list("user", flat=True)), {}
    if not event.always:
        mutes = DossierMute.objects.filter(dossier=dossier, user__in=people)
        excluded |= set(mutes.values_list("user", flat=True)) if dossier else set()
        choices = NotificationPreference.objects.filter(event=event.name, user__in=people)
        chosen = dict(choices.values_list("user", "frequency"))
    to_notify = []
    for each in recipients:
        if not isinstance(each, User):
            to_notify.append((each, Frequency.AT_ONCE))
        elif each.pk not in excluded:
            to_notify.append((each, Frequency(chosen.get(each.pk, event.frequency))))
    return to_notify


def choices_of(user) -> dict[str, Frequency]:
    """Returns the frequency of each optional event for `user`."""
    chosen = dict(
        NotificationPreference.objects.filter(user=user).values_list("event", "frequency")
    )
    return {
        name: Frequency(chosen.get(name, event.frequency))
        for name, event in BY_NAME.items()
        if not event.always
    }


@transaction.atomic
def choose(user, frequencies: dict[str, Frequency]) -> None:
    """Saves the choices of `user`, and applies them to notifications that await a digest."""
    for name, frequency in frequencies.items():
        row = {"user": user, "event": name}
        if frequency == BY_NAME[name].frequency:
            NotificationPreference.objects.filter(**row).delete()
        else:
            NotificationPreference.objects.update_or_create(
                **row, defaults={"frequency": frequency}
            )
        waiting = Notification.objects.filter(
            user=user, event=name, frequency__in=GATHERED, mailed_at__isnull=True
        )
        # Too late to be sent at once: the next daily digest is the soonest.
        waiting.update(frequency=Frequency.DAILY if frequency == Frequency.AT_ONCE else frequency)


def mute(user, dossier: Dossier, *, is_muted: bool) -> None:
    if is_muted:
        DossierMute.objects.get_or_create(user=user, dossier=dossier)
    else:
        DossierMute.objects.filter(user=user, dossier=dossier).delete()
