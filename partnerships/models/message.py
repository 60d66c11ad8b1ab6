"""What members and officers say to each other on a dossier, and who has read it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier
from partnerships.models.dossier_queryset import is_own_of


class Visibility(models.TextChoices):
    SHARED = "shared", _("partagé avec la collectivité")
    INTERNAL = "internal", _("interne à l’administration")


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Shared messages for all who see the dossier; internal ones for reviewers alone, but
        never those on a file of their own authority, nor on one they entered for it.
        """
        shared = Q(visibility=Visibility.SHARED)
        if not user.has_perm("partnerships.review_dossier"):
            return self.filter(shared)
        return self.filter(shared | ~is_own_of(user, "dossier__"))

    def unread_by(self, user):
        """What others wrote, that `user` may read and no page has shown them yet."""
        reads = MessageRead.objects.filter(message=OuterRef("pk"), reader=user.pk)
        return self.visible_to(user).exclude(author=user.pk).filter(~Exists(reads))


class Message(models.Model):
    """A word on a dossier, anchored to a field or an item of the document, or to none."""

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
    """A page showed a message to someone, as one of the authority's side or as an officer."""

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
