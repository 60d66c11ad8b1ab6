"""Reasons to think that two records are the same, with their weights out of a hundred."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.analysis import words

# Pairs with a lower score are not proposed.
MIN_SCORE = 50
MAX_SCORE = 100
NEAR_KM, FAR_KM = 20, 100
# Words before the name of a town that do not help to identify it.
TITLES = frozenset(
    ["city", "commune", "comune", "gemeinde", "mairie", "municipalite", "municipality", "ville"]
)


@dataclass(frozen=True)
class Reason:
    label: Promise
    points: int


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
    "other_title": Reason(_("titres sans mot commun"), -10),
    "overlapping_dates": Reason(_("dates qui se recouvrent"), 15),
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


def name_key(name: str) -> str:
    """Returns the folded name without titles: « Ville de Fès » and « FES » have the same key."""
    all_words = words(name)
    return " ".join([word for word in all_words if word not in TITLES] or all_words)


def are_near(one: str, other: str) -> bool:
    """Whether two keys differ by one letter: changed, added, removed, or swapped with the next."""
    if len(one) > len(other):
        one, other = other, one
    if one == other or len(other) - len(one) > 1 or len(one) < 3:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[:start] + one[start + 1 : start + 2] + one[start] + one[start + 2 :]
    return one[start + 1 :] == other[start + 1 :] or swapped == other


def ends_of(key: str) -> set[str]:
    """Returns prefixes and suffixes; two keys that differ by one letter always share one."""
    bare = key.replace(" ", "")
    # The ranges overlap, so that names of similar length share at least one prefix length.
    lengths = [n for n, is_used in ((2, len(bare) <= 6), (3, len(bare) >= 5)) if is_used]
    return {f"^{bare[:n]}" for n in lengths} | {f"{bare[-n:]}$" for n in lengths}


def name_reason(ours: frozenset[str], theirs: frozenset[str]) -> str | None:
    if ours & theirs:
        return "same_name"
    if any(are_near(one, other) for one in ours for other in theirs):
        return "near_name"
    return None
