"""What a search box offers for the words typed in it."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.analysis import fold
from partnerships.document.steps.references import KEY
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

    @property
    def told(self) -> str:
        """What one who does not see the list hears of it."""
        count = len(self.found)
        if not count:
            return self.note
        text = ngettext("%(count)s réponse.", "%(count)s réponses.", count) % {"count": count}
        return f"{text} {self.note}".strip()


def _folded(words):
    """`words` as terms are written; a SIREN has no spaces."""
    words = words[:LONGEST]
    return re.sub(r"\s", "", words) if NINE_DIGITS.fullmatch(words.strip()) else fold(words)


def _first(queryset, term_model, name, folded, *order):
    """The best of what matches: what bears this very name, then the most populated.

    The terms are asked first, so that their index answers and not a scan of the places; of what
    two letters begin, keys alone are sorted.
    """
    terms = term_model.objects.values(name)
    found = [
        queryset.filter(pk__in=terms.filter(**wanted)).order_by(*order).values_list("pk", flat=True)
        for wanted in ({"term": folded}, {"term__prefix": folded})
    ]
    keys = dict.fromkeys(pk for rows in found for pk in rows[:WEIGHED])
    rows = queryset.in_bulk(list(keys))
    ranked = [rows[pk] for pk in keys]
    return sorted(ranked, key=lambda row: fold(str(row)) != folded)[: SHOWN + 1]


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
    return Result(str(row.pk), row.name, _detail(row.country, _inhabitants(row.population)))


def _town_to_propose(row):
    place = _place(row)
    detail = _detail(place.detail, _("à proposer comme partenaire"))
    return Result(f"place:{place.value}", place.label, detail)


def _towns(folded):
    return _first(
        Place.objects.exclude(country="FR").select_related("country"),
        PlaceTerm,
        "place",
        folded,
        "-population",
        "pk",
    )


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


def chosen_or_found(chosen: str, words: str) -> Results | None:
    """The authority of key `chosen` where the box gave one, else those that `words` find."""
    if KEY.fullmatch(chosen):
        rows = LocalAuthority.objects.existing().filter(key=chosen).select_related("departement")
        return Results(words, [_authority(row) for row in rows])
    return find_authorities(words) if words else None


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
    taken = {row.place_id for row in known}
    towns = [row for row in _towns(folded) if row.pk not in taken]
    found = [*map(_partner, known[:SHOWN]), *map(_town_to_propose, towns)]
    nothing = _("Aucun partenaire ni lieu trouvé\u202f: vous pouvez le proposer vous-même.")
    return _results(words, found, nothing)


def find_places(words: str) -> Results:
    """Towns of the world, where a partner that one proposes may stand."""
    refusal = _refusal(words)
    found = [] if refusal else [_place(row) for row in _towns(_folded(words))]
    return _results(words, found, refusal or _("Aucun lieu trouvé\u202f: le pays suffit."))


# By the name of the list they fill, and for an item of it.
SEARCHES = {"authorities": find_authorities, "partners": find_partners}
SEARCH_BOXES = {**SEARCHES, "places": find_places}
