"""Change requests on a dossier.

An officer drafts them while reading and sends them together; the authority answers each one, and
the officer settles it.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier
from partnerships.models.message import Message
from partnerships.models.submission import Submission


class ChangeRequestStatus(models.TextChoices):
    DRAFT = "draft", _("pas encore envoyée")
    SENT = "sent", _("envoyée")
    ANSWERED = "answered", _("répondue")
    SETTLED = "settled", _("réglée")


class ChangeRequestQuerySet(models.QuerySet):
    def gathered(self):
        """Drafts that only officers see."""
        return self.filter(status=ChangeRequestStatus.DRAFT)

    def sent(self):
        """Requests that the authority sees, whatever their later status."""
        return self.exclude(status=ChangeRequestStatus.DRAFT)

    def open(self):
        """Requests sent and not settled yet."""
        return self.filter(status__in=[ChangeRequestStatus.SENT, ChangeRequestStatus.ANSWERED])

    def for_list(self):
        related = ("message__author", "answer__author", "created_by", "submission")
        return self.select_related(*related).defer("submission__document_text")


class ChangeRequest(models.Model):
    """A change requested on a field or an item of a deposit, or on the whole of it.

    The text is in `body` until the request is sent, then in `message`, shared with the authority.
    """

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="change_requests", verbose_name=_("dossier")
    )
    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="+", verbose_name=_("dépôt")
    )
    field_path = models.CharField(_("champ"), max_length=200, blank=True)
    body = models.TextField(_("demande"), max_length=10_000, blank=True)
    status = models.CharField(
        _("état"),
        max_length=8,
        choices=ChangeRequestStatus,
        default=ChangeRequestStatus.DRAFT,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("écrite par")
    )
    created_at = models.DateTimeField(_("écrite le"), default=timezone.now)
    message = models.OneToOneField(
        Message,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="change_request",
        verbose_name=_("message envoyé"),
    )
    answer = models.OneToOneField(
        Message,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mot de la réponse"),
    )
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)
    settled_at = models.DateTimeField(_("réglée le"), null=True, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de changement")
        verbose_name_plural = _("demandes de changement")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=ChangeRequestStatus.DRAFT, message__isnull=True) & ~Q(body="")
                | ~Q(status=ChangeRequestStatus.DRAFT) & Q(message__isnull=False, body=""),
                name="change_request_text_is_in_one_place",
                violation_error_message=_("Une demande a un texte, envoyé ou non."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[ChangeRequestStatus.DRAFT, ChangeRequestStatus.SENT],
                    answered_at__isnull=True,
                )
                | Q(status=ChangeRequestStatus.ANSWERED, answered_at__isnull=False)
                | Q(status=ChangeRequestStatus.SETTLED),
                name="change_request_answer_has_its_date",
                violation_error_message=_("Une réponse a sa date."),
            ),
            models.CheckConstraint(
                condition=Q(status=ChangeRequestStatus.SETTLED, settled_at__isnull=False)
                | ~Q(status=ChangeRequestStatus.SETTLED) & Q(settled_at__isnull=True),
                name="change_request_settled_has_its_date",
                violation_error_message=_("Une demande réglée a sa date."),
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def text(self) -> str:
        return self.message.body if self.message_id else self.body
