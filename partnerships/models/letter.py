"""The letters of decisions: how they are worded, and each as it left."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.decision import Decision, Outcome
from partnerships.models.dossier import DossierKind
from partnerships.models.media import StoredFile, StoredFileManager


class LetterTemplateQuerySet(models.QuerySet):
    def last_of(self, outcome: str, kind: str = ""):
        """The last version written for `outcome` and `kind` ("": every kind), or None."""
        return self.filter(outcome=outcome, kind=kind).order_by("-number").first()

    def used_for(self, outcome: str, kind: str):
        """The version that words a letter of today: of the kind, else of every kind, else None,
        which is the portal's own wording.
        """
        found = (self.last_of(outcome, each) for each in (kind, ""))
        return next((each for each in found if each and each.is_used), None)


class LetterTemplate(models.Model):
    """A version of the wording of a letter. Never changed once written: the last one is used."""

    outcome = models.CharField(_("décision"), max_length=10, choices=Outcome)
    kind = models.CharField(_("objet"), max_length=12, choices=DossierKind, blank=True)
    number = models.PositiveIntegerField(_("version"))
    subject = models.CharField(_("objet de la lettre"), max_length=200)
    body = models.TextField(_("texte de la lettre"), max_length=20_000)
    # False: from this version on, the more general wording is used again.
    is_used = models.BooleanField(_("en usage"), default=True)
    created_at = models.DateTimeField(_("écrit le"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("écrit par")
    )

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("modèle de lettre")
        verbose_name_plural = _("modèles de lettre")
        ordering = ["outcome", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "kind", "number"], name="letter_template_number_is_unique"
            )
        ]

    def __str__(self):
        return f"{self.get_outcome_display()} – {self.number}"


class LetterSeries(models.Model):
    """The last number taken by the letters of a year; locked while one takes the next."""

    year = models.PositiveSmallIntegerField(_("année"), unique=True)
    last_number = models.PositiveIntegerField(_("dernier numéro"), default=0)

    class Meta:
        verbose_name = _("série de lettres")
        verbose_name_plural = _("séries de lettres")
        ordering = ["year"]

    def __str__(self):
        return str(self.year)


class DecisionLetterManager(StoredFileManager):
    def of_dossier(self, dossier):
        """With the decision of each, the last first."""
        return self.filter(decision__dossier=dossier).select_related("decision")


class DecisionLetter(StoredFile):
    """The letter of a decision as it was notified; its content is never made again."""

    decision = models.OneToOneField(
        Decision, models.CASCADE, related_name="letter", verbose_name=_("décision")
    )
    year = models.PositiveSmallIntegerField(_("année"))
    number = models.PositiveIntegerField(_("numéro"))
    dated_on = models.DateField(_("datée du"))
    subject = models.CharField(_("objet de la lettre"), max_length=500)
    # None: the portal's own wording.
    template = models.ForeignKey(
        LetterTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("modèle de lettre"),
    )

    objects = DecisionLetterManager()

    # The portal made it: there is nothing in it for a scanner to find.
    is_served = True

    class Meta:
        verbose_name = _("lettre de décision")
        verbose_name_plural = _("lettres de décision")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="letter_number_is_unique"),
            models.UniqueConstraint(fields=["uuid"], name="letter_uuid_is_unique"),
        ]

    def __str__(self):
        return self.numbered

    @property
    def numbered(self) -> str:
        return f"{self.year}-{self.number:04d}"
