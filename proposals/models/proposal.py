from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Wording(models.TextChoices):
    """Where the words come from; it shows wherever they do."""

    OFFICIAL = "official", _("texte du rapport")
    REPORTED = "reported", _("formulation rapportée, pas le texte du rapport")
    WORKING = "working", _("formulation de travail, pas le texte du rapport")


class Progress(models.TextChoices):
    NOT_STARTED = "not_started", _("pas encore engagée")
    IN_PROGRESS = "in_progress", _("en cours")
    ACHIEVED = "achieved", _("réalisée")
    UNKNOWN = "unknown", _("avancement non renseigné")


class ProposalQuerySet(models.QuerySet):
    def listed(self):
        """What anyone may read today: within its window, working wording only where allowed."""
        may_show_working = settings.DEMONSTRATION or settings.PROPOSALS_SHOW_WORKING
        rows = self if may_show_working else self.exclude(wording=Wording.WORKING)
        return rows.published_at(timezone.now())

    def published_at(self, now: datetime):
        """Those whose window `now` is in, the last condition of `listed`."""
        return self.filter(
            Q(published_from__isnull=True) | Q(published_from__lte=now),
            Q(published_until__isnull=True) | Q(published_until__gt=now),
        )

    def next_change(self, now: datetime) -> datetime | None:
        """Returns when, after `now`, a proposition next appears or disappears by itself."""
        times = self.aggregate(
            opens=Min("published_from", filter=Q(published_from__gt=now)),
            closes=Min("published_until", filter=Q(published_until__gt=now)),
        )
        return min(filter(None, times.values()), default=None)


class Proposal(models.Model):
    """One of the twenty propositions of the report of 27 June 2018 (HAL hal-02053591)."""

    number = models.PositiveSmallIntegerField(
        _("numéro"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    title = models.CharField(_("titre"), max_length=250)
    summary = models.TextField(_("résumé"), blank=True)
    body = models.TextField(_("texte"), blank=True)
    wording = models.CharField(_("formulation"), max_length=8, choices=Wording)
    source = models.CharField(_("source"), max_length=300)
    source_page = models.PositiveSmallIntegerField(_("page du rapport"), null=True, blank=True)
    progress = models.CharField(
        _("avancement"), max_length=11, choices=Progress, default=Progress.UNKNOWN
    )
    # Kept by the publication of partnerships.
    partnership_count = models.PositiveIntegerField(
        _("nombre de partenariats"), default=0, editable=False
    )
    published_from = models.DateTimeField(_("visible à partir du"), null=True, blank=True)
    published_until = models.DateTimeField(_("visible jusqu’au"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()
    history = HistoricalRecords(verbose_name=_("historique"), excluded_fields=["partnership_count"])

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__range=(1, 20)), name="proposal_number_is_one_to_twenty"
            ),
            models.CheckConstraint(
                condition=~Q(wording="official") | Q(source_page__isnull=False),
                name="proposal_official_wording_has_its_page",
                violation_error_message=_("Un texte officiel indique sa page dans le rapport."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="proposal_wording_has_its_source",
                violation_error_message=_("Toute formulation indique sa source."),
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def get_absolute_url(self):
        return reverse("proposals:proposal_detail", args=[self.number])

    @property
    def is_official(self):
        return self.wording == Wording.OFFICIAL


class Milestone(models.Model):
    """A dated, sourced step in the life of a proposition."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="milestones", verbose_name=_("proposition")
    )
    on = models.DateField(_("date"))
    title = models.CharField(_("intitulé"), max_length=250)
    source_url = models.URLField(_("source"), blank=True, max_length=500)

    class Meta:
        verbose_name = _("étape")
        verbose_name_plural = _("étapes")
        ordering = ["on", "pk"]

    def __str__(self):
        return self.title
