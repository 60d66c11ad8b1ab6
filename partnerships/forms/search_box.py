"""What a search box offers for the words typed in it."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.models import (
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityTerm,
    PartnerTerm,
    Place,
    PlaceTerm,
    validate_siren,
)

SHOWN = 8
# Among how many the very name is looked for.
WEIGHED = 40
SHORTEST = 2
LONGEST = 200
NINE_DIGITS = re.compile(r"(?:[0-9]\s*){9}")


@dataclass(frozen=True)
class Result:
    """`value` is what choosing it sends."""

    value: str
    label: str
    detail: str


@dataclass(frozen=True)
class Results:
    """What was found for `words`; `note` says why nothing was, or that there is more."""

    words: str
    found: list[Result]
    note: str = ""


def _folded(words):
    """`words` as terms are written; a SIREN has no spaces."""
    words = words[:LONGEST]
    return re.sub(r"\s", "", words) if NINE_DIGITS.fullmatch(words.strip()) else fold(words)


def _first(queryset, term_model, name, folded, *order):
    """The best of what matches: what bears this very name, then the most populated.

    The terms are asked first, so that their index answers and not a scan of the places.
    """
    terms = term_model.objects.filter(term__prefix=folded).values(name)
    exact = term_model.objects.filter(**{name: OuterRef("pk")}, term=folded)
    found = queryset.filter(pk__in=terms).annotate(is_exact=Exists(exact))
    rows = list(found.order_by("-is_exact", *order)[:WEIGHED])
    return sorted(rows, key=lambda row: fold(str(row)) != folded)[: SHOWN + 1]


def _inhabitants(population):
    if not population:
        return ""
    return _("%(count)s hab.") % {"count": number_format(population, force_grouping=True)}


def _detail(*parts):
    return " · ".join(str(part) for part in parts if part)


def _authority(row):
    detail = _detail(
        row.get_kind_display(),
        row.departement,
        row.siren and f"SIREN {row.siren}",
        _inhabitants(row.population),
    )
    return Result(row.key, row.name, detail)


def _partner(row):
    detail = _detail(row.country, row.get_kind_display(), _("déjà au registre"))
    return Result(f"partner:{row.uuid}", str(row), detail)


def _place(row):
    detail = _detail(row.country, _inhabitants(row.population), _("à proposer comme partenaire"))
    return Result(f"place:{row.pk}", row.name, detail)


def _results(words, found, nothing):
    if len(found) > SHOWN:
        note = _("Il y en a d’autres\u202f: précisez votre recherche.")
    else:
        note = "" if found else nothing
    return Results(words, found[:SHOWN], note)


def _refusal(words):
    """Why these words cannot be searched."""
    if len(_folded(words)) < SHORTEST:
        return _("Écrivez au moins deux lettres ou chiffres, puis cherchez.")
    return ""


def find_authorities(words: str) -> Results:
    """Authorities of today by name, former name, SIREN, INSEE code or postcode."""
    refusal = _refusal(words)
    if refusal:
        return Results(words, [], refusal)
    rows = _first(
        LocalAuthority.objects.existing().select_related("departement"),
        LocalAuthorityTerm,
        "authority",
        _folded(words),
        F("population").desc(nulls_last=True),
        "name",
        "pk",
    )
    nothing = _("Aucune collectivité trouvée\u202f: essayez son SIREN ou son code postal.")
    if not rows and NINE_DIGITS.fullmatch(words.strip()):
        nothing = siren_refusal(_folded(words)) or nothing
    return _results(words, [_authority(row) for row in rows], nothing)


def siren_refusal(siren: str) -> str:
    """Why nine digits are no SIREN, or nothing."""
    try:
        validate_siren(siren)
    except ValidationError as error:
        return error.message
    return ""


def find_partners(words: str) -> Results:
    """Partners of the registry, then towns of the world that may be proposed as one."""
    refusal = _refusal(words)
    if refusal:
        return Results(words, [], refusal)
    folded = _folded(words)
    partners = InternationalPartner.objects.current().select_related("country")
    size = F("place__population").desc(nulls_last=True)
    known = _first(partners, PartnerTerm, "partner", folded, size, "name", "pk")
    towns = _first(
        Place.objects.exclude(country="FR").select_related("country"),
        PlaceTerm,
        "place",
        folded,
        "-population",
        "pk",
    )
    taken = {row.place_id for row in known}
    found = [*map(_partner, known[:SHOWN]), *(_place(row) for row in towns if row.pk not in taken)]
    nothing = _("Aucun partenaire ni lieu trouvé\u202f: vous pouvez le proposer vous-même.")
    return _results(words, found, nothing)


SEARCHES = {"authorities": find_authorities, "partners": find_partners}
