"""Decisions on deposits: outcome, grounds, countersignature and release."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier
from partnerships.models.frozen_text import FrozenTextField, frozen_content
from partnerships.models.has_value import has_value
from partnerships.models.submission import Submission


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("accepté")
    RESERVED = "reserved", _("accepté avec réserves")
    REJECTED = "rejected", _("refusé")

    @property
    def is_favourable(self) -> bool:
        """Whether the deposit is published."""
        return self != Outcome.REJECTED


class DecisionQuerySet(models.QuerySet):
    def standing(self):
        """Decisions in force: neither taken back nor reopened."""
        return self.filter(withdrawn_at__isnull=True)

    def needing_countersign(self):
        """Standing decisions that need a countersignature, whether they have it or not."""
        return self.standing().filter(needs_countersign=True)

    def awaiting_countersign(self):
        """Standing decisions that need a countersignature and have none yet."""
        return self.needing_countersign().filter(countersigned_at__isnull=True)

    def favourable(self):
        return self.filter(outcome__in=[each for each in Outcome if each.is_favourable])

    def countersigned_by(self, user):
        """Standing decisions that `user` countersigned."""
        return self.standing().filter(countersigned_by=user.pk)

    def released(self):
        """Decisions notified to the authority, even if the dossier was reopened since."""
        return self.filter(released_at__isnull=False)


class Decision(models.Model):
    """A decision on a deposit. It takes effect once released."""

    dossier = models.ForeignKey(
        Dossier, models.PROTECT, related_name="decisions", verbose_name=_("dossier")
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="decisions", verbose_name=_("dépôt")
    )
    outcome = models.CharField(_("décision"), max_length=10, choices=Outcome)
    grounds = FrozenTextField(_("motifs"), max_length=10_000)
    reservations = FrozenTextField(_("réserves"), max_length=10_000, blank=True)
    # What is accepted of the propositions that the deposit carries, as canonical JSON: a list of
    # {"uuid" of the contribution, "proposal": its number, "word": why it is declined, None if it is
    # accepted}. Contributions that are not in it were not judged. Empty if none was.
    contributions_text = models.TextField(_("propositions jugées"), blank=True, editable=False)
    # Why the decision did not wait for the opinions still awaited.
    override = models.TextField(_("décidé sans attendre les avis"), max_length=2000, blank=True)
    # The lines of the letter's address, name included ("": the name of the authority alone), and
    # who gets a copy, one a line.
    recipient = models.TextField(_("destinataire"), max_length=600, blank=True)
    copies = models.TextField(_("copies"), max_length=600, blank=True)
    decided_at = models.DateTimeField(_("décidé le"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("décidé par")
    )
    # What the rule asked for when the decision was taken: a later change does not affect it.
    needs_countersign = models.BooleanField(_("contreseing demandé"), default=False, editable=False)
    countersigned_at = models.DateTimeField(_("contresigné le"), null=True, blank=True)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contresigné par"),
    )
    # If the base version was outdated: {"version": number of the version it was settled with,
    # "choices": {path: "published" or "proposed"}, "digest": digest of the resulting projection}.
    settlement = models.JSONField(_("différences réglées"), null=True, blank=True)
    released_at = models.DateTimeField(_("notifié le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    is_accepted = has_value("outcome", Outcome.ACCEPTED)
    is_reserved = has_value("outcome", Outcome.RESERVED)

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(withdrawn_at__isnull=True),
                name="decision_standing_is_one_per_dossier",
                violation_error_message=_("Ce dossier a déjà une décision."),
            ),
            models.CheckConstraint(
                condition=(Q(outcome=Outcome.RESERVED) & ~Q(reservations=""))
                | (~Q(outcome=Outcome.RESERVED) & Q(reservations="")),
                name="decision_reserved_has_its_reservations",
                violation_error_message=_("Des réserves vont avec un accord sous réserves."),
            ),
            models.CheckConstraint(
                condition=Q(contributions_text="") | ~Q(outcome=Outcome.REJECTED),
                name="decision_rejected_accepts_no_contribution",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_at__isnull=True, countersigned_by__isnull=True)
                | Q(countersigned_at__isnull=False, countersigned_by__isnull=False),
                name="decision_countersigned_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_at__isnull=True) | Q(needs_countersign=True),
                name="decision_countersigned_needed_it",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=F("decided_by")),
                name="decision_is_countersigned_by_another",
                violation_error_message=_("On ne contresigne pas sa propre décision."),
            ),
        ]

    def __str__(self):
        return f"{self.dossier.reference} – {self.get_outcome_display()}"

    @property
    def is_favourable(self) -> bool:
        return Outcome(self.outcome).is_favourable

    @property
    def awaits_countersign(self) -> bool:
        """The rule of `awaiting_countersign` for a standing decision."""
        return self.needs_countersign and self.countersigned_at is None

    @property
    def contributions(self) -> list[dict]:
        """What `contributions_text` holds, as it is shown."""
        return frozen_content(self.contributions_text) if self.contributions_text else []

    @property
    def declined(self) -> list[dict]:
        """The contributions that are declined."""
        return [each for each in self.contributions if each["word"] is not None]

    @property
    def contribution_words(self) -> dict[str, str | None]:
        """Uuid of each contribution that was judged → why it is declined, None if accepted."""
        return {each["uuid"]: each["word"] for each in self.contributions}
