"""The outbox: mails to send, and the result of each sending."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.email_address import EmailModelField
from partnerships.models.dossier import Dossier


class MailState(models.TextChoices):
    PENDING = "pending", _("à envoyer")
    SENDING = "sending", _("envoi en cours ou incertain")
    SENT = "sent", _("envoyé")
    FAILED = "failed", _("en échec")


class OutboxMailQuerySet(models.QuerySet):
    def about(self, dossier: Dossier):
        """Returns the mails about `dossier`, alone or among others."""
        gathering = GatheredDossier.objects.filter(dossier=dossier)
        return self.filter(Q(dossier=dossier) | Q(pk__in=gathering.values("mail")))


class OutboxMail(models.Model):
    """A mail to one person for one cause, stored in the transaction of its cause and sent later."""

    cause = models.CharField(_("cause"), max_length=120)
    # The dossier it is about; if several, they are in `GatheredDossier`.
    dossier = models.ForeignKey(
        Dossier,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("dossier"),
    )
    recipient = EmailModelField(_("destinataire"))
    subject = models.CharField(_("objet"), max_length=250)
    body = models.TextField(_("texte"))
    # The token of a link in the text, removed from it once the mail is sent.
    secret = models.CharField(max_length=100, blank=True, editable=False)
    has_lost_secret = models.BooleanField(default=False, editable=False)
    state = models.CharField(_("état"), max_length=7, choices=MailState, default=MailState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    last_error = models.TextField(_("dernière erreur"), blank=True)
    created_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    next_try_at = models.DateTimeField(_("prochain essai le"), default=timezone.now)
    taken_at = models.DateTimeField(_("pris le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)

    objects = OutboxMailQuerySet.as_manager()

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
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | Q(~Q(state=MailState.SENT), sent_at__isnull=True),
                name="outbox_mail_sent_has_its_date",
            ),
        ]

    def __str__(self):
        return f"{self.subject} → {self.recipient}"


class GatheredDossier(models.Model):
    """One of the several dossiers that a mail is about."""

    mail = models.ForeignKey(
        OutboxMail, models.CASCADE, related_name="gathered", verbose_name=_("courriel")
    )
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="gathering_mails", verbose_name=_("dossier")
    )

    class Meta:
        verbose_name = _("dossier d’un courriel")
        verbose_name_plural = _("dossiers d’un courriel")
        constraints = [
            models.UniqueConstraint(fields=["mail", "dossier"], name="gathered_dossier_stands_once")
        ]

    def __str__(self):
        return f"{self.dossier} – {self.mail}"
