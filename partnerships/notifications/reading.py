"""Marks notifications as read."""

from django.utils import timezone

from cncd_portal.database import quiet_write
from partnerships.models import Dossier, Notification


def mark_all_read(user) -> int:
    """Returns how many were unread."""
    return Notification.objects.filter(user=user).unread().update(read_at=timezone.now())


def mark_notification_read(user, pk: int) -> int:
    rows = Notification.objects.filter(user=user, pk=pk)
    return rows.unread().update(read_at=timezone.now())


def mark_kind_read(user, event: str, last: int) -> int:
    """Marks the notifications of one event read, up to the one of key `last`: what came since the
    page was displayed stays unread. Returns how many were unread.
    """
    rows = Notification.objects.filter(user=user, event=event, pk__lte=last)
    return rows.unread().update(read_at=timezone.now())


def mark_dossier_read(user, dossier: Dossier) -> None:
    """Marks the notifications of a dossier read, when its page is shown to `user`.

    `user` is that of the request, whose `unread_count` is updated for the page.
    """
    if user.unread_count:
        rows = Notification.objects.filter(user=user, dossier=dossier).unread()
        with quiet_write():
            user.unread_count -= rows.update(read_at=timezone.now())
