"""Invitations to join an authority, sent by e-mail."""

import uuid
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.email_address import EmailModelField
from partnerships.models.answered import answer_has_its_date
from partnerships.models.authority import LocalAuthority
from partnerships.models.has_value import has_value
from partnerships.models.membership import MemberRole
from partnerships.models.own_authorities import authorities_managed_by

LIFETIME = timedelta(days=14)


def end_of_life():
    return timezone.now() + LIFETIME


class InvitationStatus(models.TextChoices):
    PENDING = "pending", _("en attente")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    REVOKED = "revoked", _("annulée")


class InvitationQuerySet(models.QuerySet):
    def of_manager(self, user):
        """Invitations of the authorities that `user` manages."""
        return self.filter(authority__in=authorities_managed_by(user))

    def addressed_to(self, user):
        """Invitations sent to the address of the account of `user`, or to a verified one."""
        proved = EmailAddress.objects.filter(user_id=user.pk, verified=True)
        proved = proved.annotate(address=Lower("email")).values("address")
        return self.filter(Q(email=user.email.lower()) | Q(email__in=proved))

    def pending(self):
        return self.filter(status=InvitationStatus.PENDING)

    def open(self):
        """Neither answered, nor revoked, nor expired."""
        return self.pending().filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An invitation to join an authority. Only a digest of the link is stored."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="invitations", verbose_name=_("collectivité")
    )
    email = EmailModelField(_("adresse électronique"))
    role = models.CharField(
        _("rôle"), max_length=12, choices=MemberRole, default=MemberRole.CONTRIBUTOR
    )
    message = models.TextField(_("message"), blank=True, max_length=1000)
    token_digest = models.CharField(_("empreinte du lien"), max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invité par"),
    )
    sent_at = models.DateTimeField(_("envoyée le"), default=timezone.now)
    sent_count = models.PositiveSmallIntegerField(_("nombre d’envois"), default=1)
    expires_at = models.DateTimeField(_("expire le"), default=end_of_life)
    status = models.CharField(
        _("état"), max_length=8, choices=InvitationStatus, default=InvitationStatus.PENDING
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    is_accepted = has_value("status", InvitationStatus.ACCEPTED)
    is_pending = has_value("status", InvitationStatus.PENDING)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "email"],
                condition=Q(status=InvitationStatus.PENDING),
                name="invitation_waits_once_per_address_and_authority",
                violation_error_message=_("Cette adresse est déjà invitée."),
            ),
            answer_has_its_date("invitation", status=InvitationStatus.PENDING),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_address_is_in_lower_case"
            ),
        ]

    def __str__(self):
        return f"{self.email} – {self.authority}"

    def get_absolute_url(self):
        return reverse("partnerships:invitation_detail", args=[self.uuid])

    @property
    def is_open(self):
        return self.status == InvitationStatus.PENDING and not self.is_expired

    @property
    def is_expired(self):
        return self.status == InvitationStatus.PENDING and self.expires_at <= timezone.now()

    def close(self, status):
        self.status = status
        self.answered_at = timezone.now()
        self.save()
