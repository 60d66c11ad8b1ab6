"""Who hears of what, and when: what each person chose, and the files they silenced."""

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
    """A file that is closed tells no more, but for what calls its outcome into question."""
    is_closed = dossier is not None and dossier.status == DossierStatus.CLOSED
    return is_closed and not (event.is_heard_when_closed or event.always)


def frequencies(
    event: Event, cause: str, recipients: list, dossier: Dossier | None
) -> list[tuple[object, Frequency]]:
    """Those of `recipients` who are to hear of `cause` and have not, each with when their mail
    leaves. Who has no account hears at once.
    """
    if _is_silent(event, dossier):
        return []
    people = [each.pk for each in recipients if isinstance(each, User)]
    if not people:
        return [(each, Frequency.AT_ONCE) for each in recipients]
    told = Notification.objects.filter(cause=cause, user__in=people)
    silent, chosen = set(told.values_list("user", flat=True)), {}
    if not event.always:
        mutes = DossierMute.objects.filter(dossier=dossier, user__in=people)
        silent |= set(mutes.values_list("user", flat=True)) if dossier else set()
        choices = NotificationPreference.objects.filter(event=event.name, user__in=people)
        chosen = dict(choices.values_list("user", "frequency"))
    heard = []
    for each in recipients:
        if not isinstance(each, User):
            heard.append((each, Frequency.AT_ONCE))
        elif each.pk not in silent:
            heard.append((each, Frequency(chosen.get(each.pk, event.frequency))))
    return heard


def choices_of(user) -> dict[str, Frequency]:
    """How `user` hears of each event that leaves the choice."""
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
    """Remember what `user` chose; what waits for a digest follows the choice."""
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
        # It was not told at once: the next digest is the soonest that is left.
        waiting.update(frequency=Frequency.DAILY if frequency == Frequency.AT_ONCE else frequency)


def mute(user, dossier: Dossier, *, is_muted: bool) -> None:
    if is_muted:
        DossierMute.objects.get_or_create(user=user, dossier=dossier)
    else:
        DossierMute.objects.filter(user=user, dossier=dossier).delete()
