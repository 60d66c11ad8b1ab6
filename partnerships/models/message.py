"""Messages between members and officers on a dossier, and who has read them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.decision import Decision
from partnerships.models.dossier import Dossier
from partnerships.models.dossier_queryset import is_own_of


class Visibility(models.TextChoices):
    SHARED = "shared", _("partagé avec la collectivité")
    INTERNAL = "internal", _("interne à l’administration")


def _is_read_by(user):
    return Exists(MessageRead.objects.filter(message=OuterRef("pk"), reader=user.pk))


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Shared messages and, for a reviewer, internal ones.

        A reviewer never sees the internal messages of a dossier of their own authority, or that
        they entered. The caller checks that `user` may read the dossier.
        """
        shared = Q(visibility=Visibility.SHARED)
        if not user.has_perm("partnerships.review_dossier"):
            return self.filter(shared)
        return self.filter(shared | ~is_own_of(user, "dossier__"))

    def unread_by(self, user):
        """Messages by others that `user` may read and that no page has shown them yet."""
        return self._by_others(user).filter(~_is_read_by(user))

    def to_see_before_release(self, user):
        """Those unread by `user`, and those that others wrote since the decision in force."""
        decision = Decision.objects.standing().filter(dossier=OuterRef("dossier"))
        is_since = Exists(decision.filter(decided_at__lt=OuterRef("at")))
        return self._by_others(user).filter(~_is_read_by(user) | Q(is_since))

    def _by_others(self, user):
        return self.visible_to(user).exclude(author=user.pk)


class Message(models.Model):
    """A message on a dossier, optionally attached to a field or an item of the document."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="messages", verbose_name=_("dossier")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("auteur")
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    body = models.TextField(_("message"), max_length=10_000)
    visibility = models.CharField(
        _("visibilité"), max_length=8, choices=Visibility, default=Visibility.SHARED
    )
    field_path = models.CharField(_("champ"), max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "pk"]

    def __str__(self):
        return self.body


class MessageRead(models.Model):
    """A message shown to a reader, as a member of the authority or as an officer."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="reads", verbose_name=_("message")
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("lecteur")
    )
    as_officer = models.BooleanField(_("au titre de l’administration"), default=False)
    at = models.DateTimeField(_("lu le"), default=timezone.now)

    class Meta:
        verbose_name = _("lecture d’un message")
        verbose_name_plural = _("lectures de messages")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "reader"], name="message_read_is_one_per_reader"
            )
        ]

    def __str__(self):
        return f"{self.reader} – {self.at}"
