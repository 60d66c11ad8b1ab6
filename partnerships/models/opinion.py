"""Opinions that officers request from bodies without an account, such as prefectures."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.email_address import EmailModelField
from partnerships.models.advisory_body import AdvisoryBody
from partnerships.models.decision import Decision
from partnerships.models.dossier import Dossier, DossierStatus
from partnerships.models.dossier_queryset import is_own_of
from partnerships.models.frozen_text import FrozenTextField
from partnerships.models.media import StoredFile
from partnerships.models.submission import Submission

# How long after the due date a link still accepts an answer.
GRACE = timedelta(days=14)
# Statuses in which an opinion is still useful.
INSTRUCTED = (
    DossierStatus.SUBMITTED,
    DossierStatus.UNDER_REVIEW,
    DossierStatus.CHANGES_REQUESTED,
)


class OpinionAnswer(models.TextChoices):
    """What a body answers. Each ends the wait; DECLINED is an answer without an opinion."""

    FAVOURABLE = "favourable", _("favorable")
    RESERVED = "reserved", _("réservé")
    UNFAVOURABLE = "unfavourable", _("défavorable")
    NO_COMMENT = "no_comment", _("sans observation")
    DECLINED = "declined", _("pas compétent")


class OpinionScope(models.TextChoices):
    """What the adviser reads of the dossier, besides the chosen attachments."""

    PUBLIC = "public", _("toute la fiche, telle qu’elle serait publiée")
    SUMMARY = "summary", _("l’essentiel\u202f: collectivités, partenaires, dates et résumé")


def _shown_to_members():
    released = Decision.objects.standing().filter(
        dossier=OuterRef("dossier"), released_at__isnull=False
    )
    return Q(Exists(released), is_confidential=False, answered_at__isnull=False)


class OpinionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Opinions that `user` may read.

        A reviewer reads those of the dossiers they may instruct; others, and a reviewer on their
        own dossiers, read those shown to members.
        """
        own = is_own_of(user, "dossier__")
        if user.has_perm("partnerships.review_dossier"):
            return self.filter(~own | _shown_to_members())
        return self.filter(own).shown_to_members()

    def shown_to_members(self):
        """Opinions the authority may read: answered, not confidential, with a decision released."""
        return self.filter(_shown_to_members())

    def standing(self):
        """Opinions whose request was not revoked."""
        return self.filter(revoked_at__isnull=True)

    def answered(self):
        return self.filter(answered_at__isnull=False)

    def taking_part(self):
        """Opinions asked of bodies that did not say that it is not for them to answer."""
        return self.standing().exclude(answer=OpinionAnswer.DECLINED)

    def awaited(self):
        """Opinions neither revoked nor answered, whatever the status of the dossier."""
        return self.standing().filter(answered_at__isnull=True)

    def late(self, today: date | None = None):
        return self.awaited().filter(due_on__lt=today or timezone.localdate())

    def to_remind(self, today: date):
        """Awaited opinions of dossiers still under instruction, with links still valid."""
        return self.awaited().filter(dossier__status__in=INSTRUCTED, due_on__gte=today - GRACE)


class Opinion(models.Model):
    """A request for an opinion on one deposit, sent to one body, and its answer.

    Only digests of the links sent are stored (`OpinionLink`).
    """

    uuid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="opinions", verbose_name=_("dossier")
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="opinions", verbose_name=_("dépôt")
    )
    # None if the address was typed by the officer.
    body = models.ForeignKey(
        AdvisoryBody,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name=_("organisme de l’annuaire"),
    )
    body_name = models.CharField(_("organisme consulté"), max_length=200)
    email = EmailModelField(_("adresse employée"))
    questions = FrozenTextField(_("questions"), max_length=5000)
    due_on = models.DateField(_("attendu pour le"))
    is_confidential = models.BooleanField(_("confidentiel"), default=True)
    scope = models.CharField(
        _("ce qui est montré"), max_length=7, choices=OpinionScope, default=OpinionScope.PUBLIC
    )
    # Identifiers of the attachments shown to the body, as texts.
    documents = models.JSONField(_("pièces montrées"), default=list, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    revoked_at = models.DateTimeField(_("demande retirée le"), null=True, blank=True)
    answer = models.CharField(_("avis"), max_length=12, choices=OpinionAnswer, blank=True)
    text = FrozenTextField(_("texte de l’avis"), max_length=20_000, blank=True)
    answered_at = models.DateTimeField(_("rendu le"), null=True, blank=True)
    # Number of times the answer was sent. Pages send it back, to detect changes.
    answer_count = models.PositiveSmallIntegerField(_("nombre d’envois de l’avis"), default=0)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["dossier", "due_on"], name="opinion_of_dossier")]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "email"],
                condition=Q(revoked_at__isnull=True, answered_at__isnull=True),
                name="opinion_is_awaited_once_per_address",
                violation_error_message=_("Cette adresse a déjà une demande en attente."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answer_count=0)
                | Q(
                    answer__in=OpinionAnswer.values,
                    answered_at__isnull=False,
                    answer_count__gt=0,
                ),
                name="opinion_answer_has_its_date",
                violation_error_message=_("Un avis rendu a sa date."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(answered_at__isnull=True),
                name="opinion_answered_is_not_revoked",
                violation_error_message=_("Un avis rendu reste au dossier."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="opinion_address_is_in_lower_case"
            ),
        ]

    def __str__(self):
        return self.body_name

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def is_declined(self) -> bool:
        return self.answer == OpinionAnswer.DECLINED

    @property
    def answer_title(self) -> str:
        """« avis favorable », « avis sans observation », « pas compétent »."""
        label = self.get_answer_display()
        return label if self.is_declined else _("avis %(answer)s") % {"answer": label}

    @property
    def is_awaited(self) -> bool:
        return not self.is_revoked and not self.is_answered

    @property
    def is_late(self) -> bool:
        return self.is_awaited and self.due_on < timezone.localdate()

    @property
    def link_ends_on(self) -> date:
        """Last day when a link is valid, to answer or to read the answer given."""
        return self.due_on + GRACE

    @property
    def is_expired(self) -> bool:
        return self.link_ends_on < timezone.localdate()

    @property
    def is_answerable(self) -> bool:
        """Whether the link accepts a first answer, or until `due_on` a change of the answer."""
        if self.is_revoked or self.is_expired:
            return False
        return not self.is_answered or timezone.localdate() <= self.due_on


class OpinionLink(models.Model):
    """A mail with its own link to an opinion: the request or a reminder, at most one a day."""

    opinion = models.ForeignKey(
        Opinion, models.CASCADE, related_name="links", verbose_name=_("avis")
    )
    token_digest = models.CharField(_("empreinte du lien"), max_length=64, unique=True)
    sent_on = models.DateField(_("envoyé le"))
    # None if the portal sent the reminder automatically.
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("envoyé par"),
    )
    is_reminder = models.BooleanField(_("relance"), default=False)

    class Meta:
        verbose_name = _("lien d’avis")
        verbose_name_plural = _("liens d’avis")
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "sent_on"],
                name="opinion_link_is_one_a_day",
                violation_error_message=_("Un courriel est déjà parti aujourd’hui."),
            )
        ]

    def __str__(self):
        return f"{self.opinion} – {self.sent_on}"


class OpinionFile(StoredFile):
    """The file attached to an answer."""

    opinion = models.OneToOneField(
        Opinion, models.CASCADE, related_name="file", verbose_name=_("avis")
    )

    class Meta:
        verbose_name = _("pièce d’un avis")
        verbose_name_plural = _("pièces d’avis")
        ordering = ["pk"]


class OpinionState(models.TextChoices):
    """States of the opinions of a dossier, for the queue. A dossier may be in several."""

    NONE = "none", _("aucun avis demandé")
    AWAITED = "awaited", _("avis attendu")
    LATE = "late", _("avis en retard")
    ANSWERED = "answered", _("toutes les réponses reçues")
    UNFAVOURABLE = "unfavourable", _("un avis défavorable")
    DECLINED = "declined", _("un organisme pas compétent")

    def holds(self) -> Q:
        """Returns the condition that the dossier of the outer query is in this state."""
        asked = Opinion.objects.standing().filter(dossier=OuterRef("pk"))
        awaited = Exists(asked.awaited())
        return {
            OpinionState.NONE: Q(~Exists(asked)),
            OpinionState.AWAITED: Q(awaited),
            OpinionState.LATE: Q(Exists(asked.late())),
            OpinionState.ANSWERED: Q(Exists(asked)) & ~Q(awaited),
            OpinionState.UNFAVOURABLE: Q(Exists(asked.filter(answer=OpinionAnswer.UNFAVOURABLE))),
            OpinionState.DECLINED: Q(Exists(asked.filter(answer=OpinionAnswer.DECLINED))),
        }[self]
