from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, FilteredRelation, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from proposals.models.progress import Progress
from proposals.models.proposal_text import SHORT_WORDINGS, ProposalText, Wording

# Of the propositions of the report.
NUMBERS = range(1, 21)
# The wordings that are shown where working ones are not allowed.
SOURCED = (Wording.OFFICIAL, Wording.REPORTED)


class ProposalQuerySet(models.QuerySet):
    def with_text(self, now: datetime | None = None):
        """Reads the text in force at `now` (default: today) in the same query, as `text`."""
        now = now or timezone.now()
        in_force = Q(texts__effective_from__lte=now) & (
            Q(texts__effective_until__isnull=True) | Q(texts__effective_until__gt=now)
        )
        relation = FilteredRelation("texts", condition=in_force)
        return self.annotate(text=relation).select_related("text")

    def listed(self):
        """What anyone may read today, with its text: within its window, working wording only where
        it is allowed.
        """
        now = timezone.now()
        open_now = self.with_text(now).filter(
            Q(published_from__isnull=True) | Q(published_from__lte=now),
            Q(published_until__isnull=True) | Q(published_until__gt=now),
        )
        wordings = self.shown_wordings()
        if not wordings:
            return open_now.filter(text__isnull=False)
        return open_now.filter(text__wording__in=wordings)

    def with_is_listed(self):
        """Annotates `is_listed`: whether anyone may read it today."""
        listed = self.model.objects.listed().filter(pk=OuterRef("pk"))
        return self.annotate(is_listed=Exists(listed))

    def shown_wordings(self) -> tuple[str, ...]:
        """The wordings that anyone may read, none where all are."""
        return () if settings.DEMONSTRATION or settings.PROPOSALS_SHOW_WORKING else SOURCED

    def next_change(self, now: datetime) -> datetime | None:
        """Returns when, after `now`, a proposition next changes, appears or disappears by itself.

        One query.
        """
        times = self.aggregate(
            opens=Min("published_from", filter=Q(published_from__gt=now)),
            closes=Min("published_until", filter=Q(published_until__gt=now)),
            takes_effect=Min("texts__effective_from", filter=Q(texts__effective_from__gt=now)),
        )
        return min(filter(None, times.values()), default=None)


class Proposal(models.Model):
    """One of the twenty propositions of the report of 27 June 2018 (HAL hal-02053591).

    Its words are those of its text in force, None before the first one.
    """

    number = models.PositiveSmallIntegerField(
        _("numéro"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    # That of the last progress note; kept by `proposals.progress`.
    progress = models.CharField(
        _("avancement"),
        max_length=11,
        choices=Progress,
        default=Progress.UNKNOWN,
        editable=False,
    )
    # Kept by the publication of partnerships.
    partnership_count = models.PositiveIntegerField(
        _("nombre de partenariats"), default=0, editable=False
    )
    published_from = models.DateTimeField(_("visible à partir du"), null=True, blank=True)
    published_until = models.DateTimeField(_("visible jusqu’au"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name=_("historique"), excluded_fields=["partnership_count", "progress"]
    )

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering = ["position", "number"]
        permissions = [("curate_proposals", _("Peut rédiger et suivre les vingt propositions"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__range=(1, 20)), name="proposal_number_is_one_to_twenty"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def get_absolute_url(self):
        return reverse("proposals:proposal_detail", args=[self.number])

    @cached_property
    def text(self) -> ProposalText | None:
        """The text in force: read with the row by `with_text`, else in one query."""
        return self.texts.in_force(timezone.now()).first()

    @property
    def title(self) -> str:
        return self.text.title if self.text else ""

    @property
    def summary(self) -> str:
        return self.text.summary if self.text else ""

    @property
    def body(self) -> str:
        return self.text.body if self.text else ""

    @property
    def wording(self) -> str:
        return self.text.wording if self.text else ""

    @property
    def source(self) -> str:
        return self.text.source if self.text else ""

    @property
    def source_url(self) -> str:
        return self.text.source_url if self.text else ""

    @property
    def report(self) -> str:
        return self.text.report if self.text else ""

    @property
    def source_page(self) -> int | None:
        return self.text.source_page if self.text else None

    def get_wording_display(self) -> Promise | str:
        return self.text.get_wording_display() if self.text else ""

    @property
    def short_wording(self) -> Promise | str:
        return SHORT_WORDINGS[self.wording] if self.wording else ""

    @property
    def name_with_wording(self) -> str:
        """The number, the title and the wording, which is left out if it is the report's.

        For titles shown without their page.
        """
        name = f"{self.number}. {self.title}"
        return name if self.is_official else f"{name} ({self.get_wording_display()})"

    @property
    def is_official(self) -> bool:
        return self.wording == Wording.OFFICIAL

    @property
    def is_followed(self) -> bool:
        """Whether its progress is known."""
        return self.progress != Progress.UNKNOWN


class RelationKind(models.TextChoices):
    COMPLETES = "completes", _("complète")
    DEPENDS_ON = "depends_on", _("dépend de")


class ProposalRelation(models.Model):
    """What a proposition is to another one: « 4 complète 3 »."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="relations", verbose_name=_("proposition")
    )
    kind = models.CharField(_("lien"), max_length=10, choices=RelationKind)
    other = models.ForeignKey(
        Proposal, models.CASCADE, related_name="relations_from", verbose_name=_("autre proposition")
    )

    class Meta:
        verbose_name = _("lien entre propositions")
        verbose_name_plural = _("liens entre propositions")
        ordering = ["kind", "other__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "kind", "other"], name="proposal_relation_stands_once"
            ),
            models.CheckConstraint(
                condition=~Q(proposal=F("other")),
                name="proposal_relation_is_to_another",
                violation_error_message=_("Une proposition n’a pas de lien avec elle-même."),
            ),
        ]

    def __str__(self):
        return f"{self.proposal_id} {self.get_kind_display()} {self.other_id}"
