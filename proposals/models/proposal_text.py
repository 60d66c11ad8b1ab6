"""The texts of a proposition, one after the other: the past ones, that in force, those to come."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Wording(models.TextChoices):
    """Where the words come from; it shows wherever they do."""

    OFFICIAL = "official", _("texte du rapport")
    REPORTED = "reported", _("formulation rapportée, pas le texte du rapport")
    WORKING = "working", _("formulation de travail, pas le texte du rapport")


# In short, under a heading « Formulation ».
SHORT_WORDINGS = {
    Wording.OFFICIAL: _("texte du rapport"),
    Wording.REPORTED: _("rapportée"),
    Wording.WORKING: _("de travail"),
}


class Report(models.TextChoices):
    """The reports of Akim Oural that a source may quote."""

    OF_2018 = "2018", _("rapport Oural de 2018")
    OF_2015 = "2015", _("rapport Oural de 2015")


SOURCE_PAGE_MAX = 9_999
# What curators write; the rest of a text says when it is in force, by whom and why.
CONTENT = (
    "title",
    "summary",
    "body",
    "axis",
    "actors",
    "wording",
    "source",
    "source_url",
    "source_on",
    "report",
    "source_page",
)


class ProposalTextQuerySet(models.QuerySet):
    def in_force(self, now: datetime):
        """The text of each proposition that is shown at `now`."""
        return self.filter(
            Q(effective_until__isnull=True) | Q(effective_until__gt=now), effective_from__lte=now
        )

    def scheduled(self, now: datetime):
        """Those that take effect after `now`."""
        return self.filter(effective_from__gt=now)


class ProposalText(models.Model):
    """A text of a proposition and its source, in force from one instant to another.

    Written by `proposals.publishing` alone, which keeps the instants of a proposition in a row.
    """

    proposal = models.ForeignKey(
        "proposals.Proposal", models.CASCADE, related_name="texts", verbose_name=_("proposition")
    )
    title = models.CharField(_("titre"), max_length=250)
    summary = models.TextField(_("résumé"), max_length=2_000, blank=True)
    body = models.TextField(_("texte"), max_length=50_000, blank=True)
    axis = models.CharField(_("axe"), max_length=200, blank=True)
    actors = models.CharField(_("acteurs nommés"), max_length=500, blank=True)
    wording = models.CharField(_("formulation"), max_length=8, choices=Wording)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("adresse de la source"), max_length=500, blank=True)
    source_on = models.DateField(_("date de la source"), null=True, blank=True)
    report = models.CharField(_("rapport cité"), max_length=4, choices=Report, blank=True)
    source_page = models.PositiveSmallIntegerField(_("page du rapport"), null=True, blank=True)
    effective_from = models.DateTimeField(_("en vigueur à partir du"))
    effective_until = models.DateTimeField(
        _("en vigueur jusqu’au"), null=True, blank=True, editable=False
    )
    published_at = models.DateTimeField(_("publié le"), default=timezone.now, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("publié par"),
    )
    reason = models.CharField(_("motif"), max_length=500, blank=True)
    # The earlier text whose words it takes up again.
    restores = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reprend le texte"),
    )
    replacement = models.ForeignKey(
        "proposals.Replacement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="texts",
        verbose_name=_("remplacement des vingt"),
    )

    objects = ProposalTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("texte de proposition")
        verbose_name_plural = _("textes de propositions")
        ordering = ["proposal", "effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "effective_from"],
                name="proposal_text_begins_alone",
                violation_error_message=_(
                    "Un autre texte de cette proposition commence au même moment."
                ),
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(effective_until__isnull=True),
                name="proposal_text_without_end_is_one",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__gt=F("effective_from")),
                name="proposal_text_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(wording=Wording.OFFICIAL)
                | Q(~Q(report=""), source_page__isnull=False),
                name="proposal_text_official_has_its_page",
                violation_error_message=_(
                    "Un texte officiel indique le rapport et la page où il se lit."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(source=""),
                name="proposal_text_has_title_and_source",
                violation_error_message=_("Un texte a un titre, et indique sa source."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def content(self) -> dict:
        """What curators wrote, by the names of `CONTENT`."""
        return {name: getattr(self, name) for name in CONTENT}

    def is_scheduled(self, now: datetime) -> bool:
        return self.effective_from > now
