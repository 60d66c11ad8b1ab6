"""The officers' search index of dossiers, built from the latest deposit.

Its tables are never read by public queries. The words are in the table
`partnerships_dossiersearch`, created by a migration in a way specific to each database
(publication/search_table.py). Only `workflow/index.py` writes the index.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.dossier import Dossier
from partnerships.models.search import Facet
from partnerships.models.sort_key import SortKeyField


class DossierIndex(models.Model):
    """Columns that the queue shows and sorts without reading the document of the dossier."""

    dossier = models.OneToOneField(
        Dossier,
        models.CASCADE,
        primary_key=True,
        related_name="index",
        verbose_name=_("dossier"),
    )
    title_key = SortKeyField(_("titre, pour le tri"), db_index=True)
    authority_key = SortKeyField(_("collectivité, pour le tri"), db_index=True)
    country_key = SortKeyField(_("pays, pour le tri"), db_index=True)
    # Names at the time of indexing, separated by commas.
    regions = models.TextField(_("régions"), blank=True)
    countries = models.TextField(_("pays"), blank=True)
    partners = models.TextField(_("partenaires"), blank=True)
    themes = models.TextField(_("thématiques"), blank=True)
    proposals = models.TextField(_("propositions"), blank=True)
    # JSON of the PDF of the latest deposit: [SHA-256, file name] of each.
    documents = models.TextField(_("pièces"), default="[]", editable=False)
    is_first_time = models.BooleanField(_("premier dossier de la collectivité"), default=False)

    class Meta:
        verbose_name = _("index d’un dossier")
        verbose_name_plural = _("index des dossiers")

    def __str__(self):
        return self.title_key


class DossierFacet(models.Model):
    """A facet value of a deposited dossier."""

    dossier = models.ForeignKey(
        Dossier, models.CASCADE, related_name="facets", verbose_name=_("dossier")
    )
    facet = models.CharField(_("facette"), max_length=12, choices=Facet)
    value = models.CharField(_("valeur"), max_length=60)

    class Meta:
        verbose_name = _("facette de dossier")
        verbose_name_plural = _("facettes de dossier")
        constraints = [
            models.UniqueConstraint(
                fields=["facet", "value", "dossier"], name="dossier_facet_stands_once"
            )
        ]

    def __str__(self):
        return f"{self.get_facet_display()} : {self.value}"
