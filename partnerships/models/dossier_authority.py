"""The authorities of a dossier, which give rights on it, and their answers."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from partnerships.models.answered import Answered
from partnerships.models.authority import LocalAuthority
from partnerships.models.dossier import Dossier, DossierStatus
from partnerships.models.frozen_text import FrozenTextField
from partnerships.models.has_value import has_value
from partnerships.models.own_authorities import authorities_of
from partnerships.models.submission import Submission


class PartAnswer(models.TextChoices):
    CONFIRMED = "confirmed", _("part confirmée")
    DECLINED = "declined", _("« ce n’est pas nous »")


class DossierAuthorityQuerySet(models.QuerySet):
    def answerable_by(self, user):
        """Rows that `user` may confirm or decline: those of their authorities, except the lead."""
        return self.filter(authority__in=authorities_of(user), is_lead=False)

    def awaiting_answer(self):
        """Rows of open deposited dossiers without an answer to the latest deposit.

        An answer to an earlier deposit with the same content counts.
        """
        latest = Submission.objects.filter(dossier=OuterRef("dossier")).order_by("-number")
        deposited = self.filter(is_lead=False, dossier__submission_count__gt=0)
        return (
            deposited.exclude(dossier__status=DossierStatus.CLOSED)
            .annotate(latest_digest=Subquery(latest.values("digest")[:1]))
            .filter(
                Q(answered_submission__isnull=True)
                | ~Q(answered_submission__digest=F("latest_digest"))
            )
        )


class DossierAuthority(Answered):
    """An authority of a dossier.

    The lead authority deposits the dossier; each of the others confirms or declines its part.
    """

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="dossier_authorities", verbose_name=_("dossier")
    )
    authority = models.ForeignKey(
        LocalAuthority,
        models.PROTECT,
        related_name="dossier_authorities",
        verbose_name=_("collectivité"),
    )
    is_lead = models.BooleanField(_("cheffe de file"), default=False)
    answer = models.CharField(_("réponse"), max_length=9, choices=PartAnswer, blank=True)
    reason = FrozenTextField(_("raison"), max_length=1000, blank=True)
    # The deposit that was answered; None if the answer is about the shared draft.
    answered_submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dépôt dont il s’agit"),
    )

    objects = DossierAuthorityQuerySet.as_manager()

    is_confirmed = has_value("answer", PartAnswer.CONFIRMED)
    is_declined = has_value("answer", PartAnswer.DECLINED)

    class Meta:
        verbose_name = _("collectivité du dossier")
        verbose_name_plural = _("collectivités du dossier")
        ordering = ["-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "authority"], name="dossier_authority_stands_once"
            ),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(is_lead=True), name="dossier_has_one_lead_authority"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=PartAnswer.values, is_lead=False, answered_at__isnull=False),
                name="dossier_authority_answer_has_its_date",
                violation_error_message=_("Une réponse a sa date."),
            ),
            models.CheckConstraint(
                condition=~Q(answer=PartAnswer.DECLINED) | ~Q(reason=""),
                name="dossier_authority_declines_with_a_reason",
                violation_error_message=_("Dites pourquoi ce n’est pas vous."),
            ),
        ]

    def __str__(self):
        return str(self.authority)
