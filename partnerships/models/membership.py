from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.answered import Answered, answer_has_its_date
from partnerships.models.authority import LocalAuthority
from partnerships.models.has_value import has_value
from partnerships.models.own_authorities import authorities_managed_by, authorities_of

# After this time, officers may answer a request that the managers left unanswered.
ANSWER_DELAY = timedelta(days=15)


class MemberRole(models.TextChoices):
    CONTRIBUTOR = "contributor", _("contributeur")
    MANAGER = "manager", _("gestionnaire")


class MemberStatus(models.TextChoices):
    PENDING = "pending", _("en attente")
    ACTIVE = "active", _("actif")
    REVOKED = "revoked", _("retiré")


class LocalAuthorityMemberQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status=MemberStatus.ACTIVE)

    def active_of(self, user):
        """Active memberships of `user`."""
        return self.active().filter(user_id=user.pk)

    def managers(self):
        return self.active().filter(role=MemberRole.MANAGER)

    def pending(self):
        return self.filter(status=MemberStatus.PENDING)

    def with_has_manager(self):
        """Reads `has_manager`: whether the authority has a manager, who answers its requests."""
        members = LocalAuthorityMember.objects.filter(authority=OuterRef("authority"))
        return self.annotate(has_manager=Exists(members.managers()))

    def of_manager(self, user):
        """Memberships of the authorities that `user` manages."""
        return self.filter(authority__in=authorities_managed_by(user))

    def endable_by(self, user):
        """Active memberships that `user` may end: theirs, and those of authorities they manage."""
        managed = LocalAuthorityMember.objects.active().of_manager(user)
        return self.active().filter(Q(user_id=user.pk) | Q(pk__in=managed.values("pk")))

    def answerable_by(self, user):
        """Pending requests that `user` may answer, never their own.

        A manager answers those of their authority. A reviewer answers those of authorities without
        a manager, and those left unanswered for ANSWER_DELAY, except in their own authority.
        """
        members = LocalAuthorityMember.objects.filter(authority=OuterRef("authority"))
        mine = Q(authority__in=authorities_managed_by(user))
        if user.has_perm("partnerships.review_dossier"):
            late = Q(requested_at__lte=timezone.now() - ANSWER_DELAY)
            left = ~Exists(members.managers()) | late
            mine |= left & ~Q(authority__in=authorities_of(user))
        return self.pending().exclude(user_id=user.pk).filter(mine)


class LocalAuthorityMember(Answered):
    """Membership of a person in an authority. Their rights are in permissions.py."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("personne"),
    )
    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="members", verbose_name=_("collectivité")
    )
    role = models.CharField(
        _("rôle"), max_length=12, choices=MemberRole, default=MemberRole.CONTRIBUTOR
    )
    status = models.CharField(
        _("état"), max_length=8, choices=MemberStatus, default=MemberStatus.PENDING
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("invité par"),
    )
    message = models.TextField(_("message"), blank=True, max_length=1000)
    requested_at = models.DateTimeField(_("demandé le"), default=timezone.now)

    objects = LocalAuthorityMemberQuerySet.as_manager()

    is_active = has_value("status", MemberStatus.ACTIVE)
    is_pending = has_value("status", MemberStatus.PENDING)

    class Meta:
        verbose_name = _("membre")
        verbose_name_plural = _("membres")
        ordering = ["requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "authority"],
                name="local_authority_member_is_one_per_person_and_authority",
                violation_error_message=_("Cette personne est déjà connue de cette collectivité."),
            ),
            answer_has_its_date("local_authority_member", status=MemberStatus.PENDING),
        ]

    def __str__(self):
        return f"{self.user} – {self.authority}"

    @property
    def officers_answer_at(self):
        """From when on officers may answer the request, where the authority has a manager."""
        return self.requested_at + ANSWER_DELAY

    @property
    def is_left_by_managers(self) -> bool:
        return self.officers_answer_at <= timezone.now()

    @property
    def waiting_days(self) -> int:
        """For how many days the request has waited."""
        return (timezone.localdate() - timezone.localdate(self.requested_at)).days
