"""What a person has read of what they were told."""

from django.utils import timezone

from partnerships.models import Dossier, Notification


def mark_all_read(user) -> int:
    """How many were unread."""
    return Notification.objects.filter(user=user).unread().update(read_at=timezone.now())


def mark_notification_read(user, pk: int) -> int:
    rows = Notification.objects.filter(user=user, pk=pk)
    return rows.unread().update(read_at=timezone.now())


def mark_dossier_read(user, dossier: Dossier) -> None:
    """Its page was shown to `user`, as the request knows them: the page counts what is left."""
    if user.unread_count:
        rows = Notification.objects.filter(user=user, dossier=dossier).unread()
        user.unread_count -= rows.update(read_at=timezone.now())
