"""Reasons to think that two records are the same, with their weights out of a hundred."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Pairs with a lower score are not proposed.
MIN_SCORE = 50
MAX_SCORE = 100
NEAR_KM, FAR_KM = 20, 100


@dataclass(frozen=True)
class Reason:
    label: Promise
    points: int

    @property
    def signed_points(self) -> str:
        return f"{self.points:+d}".replace("-", "\u2212")


REASONS = {
    # Partners.
    "same_wikidata": Reason(_("même élément Wikidata"), 60),
    "same_place": Reason(_("même lieu GeoNames"), 45),
    "same_name": Reason(_("même nom"), 40),
    "near_name": Reason(_("noms à une lettre près"), 25),
    "near_point": Reason(_("à moins de 20 km l’un de l’autre"), 20),
    "same_authorities": Reason(_("une même collectivité française en face"), 20),
    "same_kind": Reason(_("même nature"), 10),
    "unknown_kind": Reason(_("nature inconnue de l’un des deux"), 5),
    "other_kind": Reason(_("natures différentes"), -25),
    "far_point": Reason(_("à plus de 100 km l’un de l’autre"), -40),
    # Partnerships.
    "same_sides": Reason(_("mêmes collectivité et partenaire"), 50),
    "near_sides": Reason(_("même collectivité, partenaires de noms voisins"), 35),
    "same_title": Reason(_("même titre"), 25),
    "near_title": Reason(_("titres voisins"), 15),
    "differing_title": Reason(_("titres différents"), -15),
    "other_title": Reason(_("titres sans mot commun"), -25),
    "other_themes": Reason(_("thématiques différentes"), -15),
    "overlapping_dates": Reason(_("dates qui se recouvrent"), 15),
    "other_start": Reason(_("débuts différents"), -10),
    "apart_dates": Reason(_("dates qui ne se recouvrent pas"), -30),
    "same_type": Reason(_("même type de partenariat"), 10),
    "other_type": Reason(_("types de partenariat différents"), -10),
    "imported_and_declared": Reason(_("l’une est importée, l’autre déclarée"), 10),
    # Authorities.
    "same_code": Reason(_("même code INSEE"), 60),
    "former_name": Reason(_("l’une porte un ancien nom de l’autre"), 30),
    "same_departement": Reason(_("même département"), 15),
    "other_departement": Reason(_("départements différents"), -30),
}


def score_of(codes: Iterable[str]) -> int:
    return max(0, min(MAX_SCORE, sum(REASONS[code].points for code in codes)))


def heaviest_first(codes: Iterable[str]) -> list[str]:
    """Returns `codes` sorted by decreasing weight."""
    return sorted(codes, key=lambda code: (-REASONS[code].points, code))
