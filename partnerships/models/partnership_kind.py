"""Kind, phase and provenance of a partnership."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnershipKind(models.TextChoices):
    """Kinds of cooperation, in the terms of the field."""

    UNKNOWN = "unknown", _("type inconnu")
    TWINNING = "twinning", _("jumelage")
    AGREEMENT = "agreement", _("coopération décentralisée conventionnée")
    ONE_OFF = "one_off", _("action ponctuelle ou non conventionnée")
    OUDIN_SANTINI = "oudin_santini", _("coopération Oudin-Santini (1 % eau, énergie, déchets)")
    HUMANITARIAN = "humanitarian", _("aide humanitaire ou d’urgence")
    CROSS_BORDER = "cross_border", _("coopération transfrontalière")
    TURNKEY = "turnkey", _("clés en main")


class Phase(models.TextChoices):
    UNKNOWN = "unknown", _("phase inconnue")
    PLANNED = "planned", _("en préparation")
    ACTIVE = "active", _("en cours")
    DORMANT = "dormant", _("en sommeil")
    COMPLETED = "completed", _("terminé")
    CANCELLED = "cancelled", _("abandonné")


class Provenance(models.TextChoices):
    DECLARED = "declared", _("déclaré par la collectivité")
    WIKIDATA = "wikidata", _("donnée Wikidata, non déclarée par la collectivité")
    SOURCED = "sourced", _("source publique, non déclaré par la collectivité")
    DEMONSTRATION = "demonstration", _("démonstration")


# Imported from a public source, not declared by an authority.
IMPORTED = (Provenance.WIKIDATA, Provenance.SOURCED)
# Phases of ended partnerships, excluded from the yearly confirmation.
OVER = (Phase.COMPLETED, Phase.CANCELLED)
