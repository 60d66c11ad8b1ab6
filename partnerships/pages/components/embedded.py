"""What may be embedded in another site, and the page that gives the code for it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cncd_portal.prepared_address import address_of
from partnerships.models import Facet

WHAT, CARD = "quoi", "fiche"


class Embedded(TextChoices):
    LIST = "liste", _("une liste de partenariats")
    MAP = "carte", _("une carte")
    PARTNERSHIP = "fiche", _("la fiche d’un partenariat")
    AUTHORITY = Facet.AUTHORITY.value, _("la fiche d’une collectivité")
    PARTNER = Facet.PARTNER.value, _("la fiche d’un partenaire")
    COUNTRY = Facet.COUNTRY.value, _("la fiche d’un pays ou territoire")
    REGION = Facet.REGION.value, _("la fiche d’une région")
    DEPARTEMENT = Facet.DEPARTEMENT.value, _("la fiche d’un département")


def embed_path(what: Embedded, query: str) -> str:
    """Returns the path of the page that gives the code; `query`: of what is embedded, with its
    « ? », or "".
    """
    return f"{address_of('partnerships:embedding')}?{WHAT}={what}{query.replace('?', '&', 1)}"
