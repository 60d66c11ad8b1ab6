"""Requests to add an authority missing from the list, or to record a merger."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.answered import Answered, answer_has_its_date
from partnerships.models.authority import (
    Departement,
    LocalAuthority,
    LocalAuthorityKind,
    validate_siren,
)
from partnerships.models.has_value import has_value


class AuthorityRequestCause(models.TextChoices):
    MISSING = "missing", _("elle n’est pas dans la liste")
    MERGED = "merged", _("elle a fusionné, ou changé de nom")


class AuthorityRequestStatus(models.TextChoices):
    PENDING = "pending", _("en attente")
    CREATED = "created", _("collectivité ajoutée")
    KNOWN = "known", _("collectivité déjà connue")
    REFUSED = "refused", _("refusée")


class AuthorityRequestQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(status=AuthorityRequestStatus.PENDING)

    def answerable_by(self, user):
        """Pending requests that `user` may answer: a reviewer, and never their own requests."""
        if not user.has_perm("partnerships.review_dossier"):
            return self.none()
        return self.pending().exclude(asked_by=user.pk)


class AuthorityRequest(Answered):
    """A person's request about an authority they cannot find. A reviewer answers it."""

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="authority_requests",
        verbose_name=_("demandé par"),
    )
    cause = models.CharField(_("que se passe-t-il ?"), max_length=7, choices=AuthorityRequestCause)
    name = models.CharField(_("nom de la collectivité"), max_length=200)
    kind = models.CharField(_("nature"), max_length=12, choices=LocalAuthorityKind)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True, validators=[validate_siren])
    departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, blank=True, verbose_name=_("département")
    )
    explanation = models.TextField(_("précisions"), max_length=1000)
    source = models.CharField(_("source"), max_length=200)
    # Keys of known authorities that resemble it, and that it was said not to be.
    different_from = models.JSONField(_("autre que"), default=list, blank=True, editable=False)
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    status = models.CharField(
        _("état"),
        max_length=7,
        choices=AuthorityRequestStatus,
        default=AuthorityRequestStatus.PENDING,
    )
    authority = models.ForeignKey(
        LocalAuthority,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("collectivité de la réponse"),
    )
    answer = models.TextField(_("réponse"), blank=True, max_length=1000)

    objects = AuthorityRequestQuerySet.as_manager()

    is_created = has_value("status", AuthorityRequestStatus.CREATED)
    is_refused = has_value("status", AuthorityRequestStatus.REFUSED)

    class Meta:
        verbose_name = _("demande sur une collectivité")
        verbose_name_plural = _("demandes sur des collectivités")
        ordering = ["asked_at", "pk"]
        constraints = [
            answer_has_its_date("authority_request", status=AuthorityRequestStatus.PENDING),
            models.CheckConstraint(
                condition=Q(
                    status__in=[AuthorityRequestStatus.PENDING, AuthorityRequestStatus.REFUSED],
                    authority__isnull=True,
                )
                | Q(
                    status__in=[AuthorityRequestStatus.CREATED, AuthorityRequestStatus.KNOWN],
                    authority__isnull=False,
                ),
                name="authority_request_answer_names_the_authority",
                violation_error_message=_("Une demande acceptée nomme la collectivité."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partnerships:authority_request_detail", args=[self.uuid])
