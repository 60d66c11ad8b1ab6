"""What instruction leaves behind: events and mails."""

import json

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier


class AppendOnlyError(TypeError):
    """Someone tried to change or remove what is only ever added to."""


class DossierEventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnlyError

    def delete(self):
        raise AppendOnlyError

    def forget_never_deposited(self):
        """An exception: a draft thrown away thirty days ago leaves nothing, and its journal
        goes with it. Nothing that was ever deposited is reached from here.
        """
        thrown = Dossier.objects.filter(discarded_at__isnull=False, submission_count=0)
        return super(DossierEventQuerySet, self.filter(dossier__in=thrown)).delete()

    def forget_details(self):
        """The other: what the events of an erased dossier say besides, behind its digest."""
        erased = Dossier.objects.filter(erased_at__isnull=False)
        return super(DossierEventQuerySet, self.filter(dossier__in=erased)).update(detail="")


class DossierEvent(models.Model):
    """A step of a dossier, chained to the one before by its digest (see workflow.py)."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="events", verbose_name=_("dossier")
    )
    sequence = models.PositiveIntegerField(_("rang"))
    action = models.CharField(_("action"), max_length=20)
    # `User.journal_id`: the name behind it may be erased without breaking the chain.
    actor = models.UUIDField(_("auteur"))
    at = models.DateTimeField(_("le"))
    from_status = models.CharField(_("de"), max_length=17)
    to_status = models.CharField(_("à"), max_length=17)
    submission_digest = models.CharField(_("empreinte du dépôt"), max_length=64, blank=True)
    # Canonical JSON of what else the step decided (outcome, digest of the grounds, reason). The
    # chain holds its digest, so that it can be erased with the dossier: it is then empty.
    detail = models.TextField(_("détail"), default="{}")
    detail_digest = models.CharField(_("empreinte du détail"), max_length=64, default="")
    previous_digest = models.CharField(_("empreinte précédente"), max_length=64, blank=True)
    digest = models.CharField(_("empreinte"), max_length=64)

    objects = DossierEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ["dossier", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "sequence"], name="dossier_event_sequence_is_unique"
            )
        ]

    def __str__(self):
        return f"{self.sequence} – {self.action}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError

    @property
    def content(self) -> dict:
        return json.loads(self.detail or "{}")


class MailState(models.TextChoices):
    PENDING = "pending", _("à envoyer")
    SENDING = "sending", _("envoi en cours ou incertain")
    SENT = "sent", _("envoyé")
    FAILED = "failed", _("en échec")


class OutboxMail(models.Model):
    """A mail to one person for one cause, written with what caused it, sent afterwards."""

    cause = models.CharField(_("cause"), max_length=120)
    recipient = models.EmailField(_("destinataire"))
    subject = models.CharField(_("objet"), max_length=250)
    body = models.TextField(_("texte"))
    # A part of the text that nobody else may read: taken out of it once the mail has left.
    secret = models.CharField(max_length=100, blank=True, editable=False)
    has_lost_secret = models.BooleanField(default=False, editable=False)
    state = models.CharField(_("état"), max_length=7, choices=MailState, default=MailState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    last_error = models.TextField(_("dernière erreur"), blank=True)
    created_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    next_try_at = models.DateTimeField(_("prochain essai le"), default=timezone.now)
    taken_at = models.DateTimeField(_("pris le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        ordering = ["created_at", "pk"]
        permissions = [("requeue_outboxmail", _("Envoyer de nouveau un courriel"))]
        indexes = [models.Index(fields=["state", "next_try_at"], name="outbox_mail_to_send")]
        constraints = [
            models.UniqueConstraint(
                fields=["cause", "recipient"], name="outbox_mail_is_one_per_cause_and_recipient"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | Q(~Q(state="sent"), sent_at__isnull=True),
                name="outbox_mail_sent_has_its_date",
            ),
        ]

    def __str__(self):
        return f"{self.subject} → {self.recipient}"
