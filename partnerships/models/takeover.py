"""Requests by members to manage an authority whose managers no longer answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.answered import Answered, answer_has_its_date
from partnerships.models.authority import LocalAuthority
from partnerships.models.has_value import has_value
from partnerships.models.own_authorities import authorities_of


class TakeoverStatus(models.TextChoices):
    PENDING = "pending", _("en attente")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")


class TakeoverQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(status=TakeoverStatus.PENDING)

    def answerable_by(self, user):
        """Pending requests that `user` may answer, never their own nor of their authority."""
        if not user.has_perm("partnerships.review_dossier"):
            return self.none()
        answerable = self.pending().exclude(asked_by=user.pk)
        return answerable.exclude(authority__in=authorities_of(user))


class Takeover(Answered):
    """A member's request to manage their authority, answered by a reviewer."""

    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="takeovers", verbose_name=_("collectivité")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="takeovers",
        verbose_name=_("demandé par"),
    )
    reason = models.TextField(_("raison"), max_length=1000)
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    status = models.CharField(
        _("état"), max_length=8, choices=TakeoverStatus, default=TakeoverStatus.PENDING
    )
    answer = models.TextField(_("réponse"), blank=True, max_length=1000)

    objects = TakeoverQuerySet.as_manager()

    is_accepted = has_value("status", TakeoverStatus.ACCEPTED)
    is_refused = has_value("status", TakeoverStatus.REFUSED)

    class Meta:
        verbose_name = _("demande de relève")
        verbose_name_plural = _("demandes de relève")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "asked_by"],
                condition=Q(status=TakeoverStatus.PENDING),
                name="takeover_is_asked_once",
                violation_error_message=_("Votre demande attend déjà une réponse."),
            ),
            answer_has_its_date("takeover", status=TakeoverStatus.PENDING),
        ]

    def __str__(self):
        return f"{self.asked_by} – {self.authority}"
