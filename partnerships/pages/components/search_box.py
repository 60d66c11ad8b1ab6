"""Results of the search boxes: authorities, partners and places."""

import re
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.analysis import fold
from partnerships.document.steps.references import KEY
from partnerships.models import (
    InternationalPartner,
    LocalAuthority,
    Place,
    PlaceTerm,
    validate_siren,
)
from partnerships.pages.components.country_hint import country_hint
from partnerships.registry.authority_search import search_authorities, wording_of
from partnerships.registry.partner_search import partner_keys

SHOWN = 8
# How many matches are read, to put exact names first.
RANKED = 40
SHORTEST = 2
LONGEST = 200
NINE_DIGITS = re.compile(r"[0-9]{9}")


@dataclass(frozen=True)
class Result:
    """One result; `value` is what the form sends when it is chosen."""

    value: str
    label: str
    detail: str


@dataclass(frozen=True)
class Results:
    """The results for `words`; `note` says why there is none, or that there are more.

    `certain`: the value of the only one that may be chosen beforehand, "" if none may.
    """

    words: str
    found: list[Result]
    note: str = ""
    certain: str = ""

    @property
    def announcement(self) -> str:
        """The text that screen readers announce."""
        count = len(self.found)
        if not count:
            return self.note
        text = ngettext("%(count)s réponse.", "%(count)s réponses.", count) % {"count": count}
        return f"{text} {self.note}".strip()


def _exact_first(queryset, keys, folded):
    """Returns the rows of `keys` that are shown: those of this very name, then the others."""
    rows = queryset.in_bulk(keys)
    ranked = [rows[pk] for pk in keys]
    return sorted(ranked, key=lambda row: fold(str(row)) != folded)[: SHOWN + 1]


def _inhabitants(population):
    if not population:
        return ""
    return _("%(count)s\u202fhab.") % {"count": number_format(population, force_grouping=True)}


def _detail(*parts):
    return " · ".join(str(part) for part in parts if part)


def authority_result(row: LocalAuthority, reason: str = "") -> Result:
    """Returns an authority with the reason why it was found, and what distinguishes homonyms."""
    detail = _detail(
        reason,
        row.get_kind_display(),
        row.departement,
        row.siren and f"SIREN {row.siren}",
        _inhabitants(row.population),
    )
    return Result(row.key, row.name, detail)


def partner_result(row: InternationalPartner) -> Result:
    """Returns a partner of the registry with what distinguishes homonyms."""
    detail = _detail(row.local_name, row.country, row.kind_label, _("déjà au registre"))
    return Result(f"partner:{row.uuid}", str(row), detail)


def place_result(row: Place) -> Result:
    """Returns a town with its country."""
    return Result(str(row.pk), row.name, _detail(row.country, _inhabitants(row.population)))


def _town_to_propose(row):
    place = place_result(row)
    detail = _detail(place.detail, _("à proposer comme partenaire"))
    return Result(f"place:{place.value}", place.label, detail)


def _towns(folded):
    """Returns the towns of this name, then those with one that begins so, the most populated first.

    The terms are filtered in a subquery, so that their index is used rather than a scan of the
    places; only primary keys are sorted, since two letters may match many rows.
    """
    places = Place.objects.foreign().select_related("country")
    largest = places.order_by("-population", "pk").values_list("pk", flat=True)
    terms = PlaceTerm.objects.values("place")
    keys = dict.fromkeys(
        pk
        for wanted in ({"term": folded}, {"term__prefix": folded})
        for pk in largest.filter(pk__in=terms.filter(**wanted))[:RANKED]
    )
    return _exact_first(places, list(keys), folded)


def _results(words, found, nothing, hint=""):
    """Returns at most SHOWN results; `hint`: a sentence that says more than that of the count."""
    if len(found) > SHOWN:
        note = _("Il y en a d’autres\u202f: précisez votre recherche.")
    else:
        note = "" if found else nothing
    if found:
        hint = f"{hint} {note}".strip()
    return Results(words, found[:SHOWN], hint or note)


def _refusal(words):
    """Returns why these words cannot be searched, or ""."""
    if len(fold(words[:LONGEST])) < SHORTEST:
        return _("Écrivez au moins deux lettres ou chiffres, puis cherchez.")
    return ""


def find_authorities(words: str) -> Results:
    """Finds existing authorities as people write them: a name with or without what they are, a
    former one, an acronym, a spelling close to it, SIREN, SIRET, INSEE code or postcode.
    """
    refusal = _refusal(words)
    if refusal:
        return Results(words, [], refusal)
    rows = LocalAuthority.objects.existing().select_related("departement")
    matches = search_authorities(rows, words, SHOWN + 1)
    nothing = _("Aucune collectivité trouvée\u202f: essayez son SIREN ou son code postal.")
    digits = wording_of(words).folded
    if not matches and NINE_DIGITS.fullmatch(digits):
        nothing = siren_refusal(digits) or nothing
    found = [authority_result(each.authority, each.reason) for each in matches]
    results = _results(words, found, nothing)
    is_certain = len(matches) == 1 and matches[0].is_whole
    return replace(results, certain=found[0].value) if is_certain else results


def chosen_or_found(chosen: str, words: str) -> Results | None:
    """Returns the authority of key `chosen` when the box sent one, else the results for `words`;
    None without words.
    """
    if KEY.fullmatch(chosen):
        rows = LocalAuthority.objects.existing().filter(key=chosen).select_related("departement")
        return Results(words, [authority_result(row) for row in rows], certain=chosen)
    return find_authorities(words) if words else None


def siren_refusal(siren: str) -> str:
    """Returns why nine digits are not a valid SIREN, or ""."""
    try:
        validate_siren(siren)
    except ValidationError as error:
        return error.message
    return ""


def find_partners(words: str) -> Results:
    """Finds partners of the registry, then towns of the world that may be proposed as one."""
    refusal = _refusal(words)
    if refusal:
        return Results(words, [], refusal)
    folded = fold(words[:LONGEST])
    partners = InternationalPartner.objects.current().select_related("country")
    known = _exact_first(partners, partner_keys(partners, folded, RANKED), folded)
    taken = {row.place_id for row in known}
    towns = [row for row in _towns(folded) if row.pk not in taken]
    found = [*map(partner_result, known[:SHOWN]), *map(_town_to_propose, towns)]
    nothing = _("Aucun partenaire ni lieu trouvé\u202f: vous pouvez le proposer vous-même.")
    return _results(words, found, nothing, country_hint(words))


def find_places(words: str) -> Results:
    """Finds towns of the world, to locate a proposed partner."""
    refusal = _refusal(words)
    if refusal:
        return Results(words, [], refusal)
    found = [place_result(row) for row in _towns(fold(words[:LONGEST]))]
    nothing = _("Aucun lieu trouvé\u202f: le pays suffit.")
    return _results(words, found, nothing, country_hint(words))


# Searches that fill a list, by the name of that list; SEARCH_BOXES adds those inside an item.
SEARCHES = {"authorities": find_authorities, "partners": find_partners}
SEARCH_BOXES = {**SEARCHES, "places": find_places}
