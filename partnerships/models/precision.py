"""What is known of the place of an authority."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """What the point of an authority is."""

    TOWN_HALL = "town_hall", _("mairie")
    INSIDE = "inside", _("un point de la commune")
    TOWN = "town", _("localité du même nom")
    CAPITAL = "capital", _("commune chef-lieu")
    LARGEST = "largest", _("commune la plus peuplée")
    IMPORTED = "imported", _("repris d’un fichier importé")
    TYPED = "typed", _("saisi par l’administration")
    UNKNOWN = "unknown", _("inconnu")
