"""What a search finds to compare: each result leads to the comparison that has it too."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.country_names import CountryNameKind, CountryNames
from partnerships.models import Facet
from partnerships.pages.components.search_box import SHORTEST, SHOWN, Result, Results
from partnerships.registry.authority_search import LONGEST, search_authorities
from partnerships.registry.comparison.subjects import (
    KINDS,
    ROWS,
    ComparedSubjects,
    Subject,
)

# A thing found, the reason if it is not by its name, and whether the text names it as a whole.
Found = tuple[Subject, str, bool]


def _authorities(text) -> Iterator[Found]:
    rows = ROWS[Facet.AUTHORITY]().existing()
    for match in search_authorities(rows, text, SHOWN + 1):
        yield Subject(Facet.AUTHORITY, match.authority), match.reason, match.is_whole


def _countries(text) -> Iterator[Found]:
    names = CountryNames()
    named = {match.country: match for match in names.named(text)}
    for country in dict.fromkeys([*named, *names.starting(text)]):
        if not country.is_french:
            match = named.get(country)
            is_whole = bool(match) and match.kind != CountryNameKind.CODE
            yield Subject(Facet.COUNTRY, country), match.reason if match else "", is_whole


def _places(facet: Facet, text: str) -> Iterator[Found]:
    """Régions or départements with a word that begins so, or of which it is the code."""
    folded = fold(text)
    rows = [(row, fold(row.name)) for row in ROWS[facet]()]
    rows = [each for each in rows if f" {folded}" in f" {each[1]}" or fold(each[0].pk) == folded]
    for row, name in sorted(rows, key=lambda each: (each[1] != folded, each[1])):
        yield Subject(facet, row), "", name == folded


def _found(facet: Facet, text: str) -> Iterator[Found]:
    if facet == Facet.AUTHORITY:
        return _authorities(text)
    return _countries(text) if facet == Facet.COUNTRY else _places(facet, text)


def _detail(subject: Subject, reason: str) -> str:
    row = subject.row
    parts = {
        Facet.AUTHORITY: lambda: (row.get_kind_display(), row.located_in),
        Facet.COUNTRY: lambda: (row.get_kind_display(), row.get_continent_display()),
        Facet.REGION: lambda: (_("région"),),
        Facet.DEPARTEMENT: lambda: (_("département"), str(row.region or "")),
    }[subject.facet]()
    return " · ".join(filter(None, (reason, *parts)))


def find_candidates(text: str, chosen: ComparedSubjects) -> Results:
    """Finds what the text names and may be compared with what is `chosen`, of any kind if nothing
    is. The value of a result is the address of the comparison that has it too.
    """
    text = text.replace("\x00", "").strip()[:LONGEST]
    if len(fold(text)) < SHORTEST:
        return Results(text, [], _("Écrivez au moins deux lettres ou chiffres, puis cherchez."))
    if chosen.is_full:
        return Results(text, [], _("Quatre au plus\u202f: retirez-en un d’abord."))
    kinds = [chosen.facet] if chosen.subjects else list(KINDS)
    found = [each for kind in kinds for each in _found(kind, text)]
    others = [each for each in found if each[0] not in chosen.subjects]
    # Wholly named first, and among these the short lists before the authorities.
    others.sort(key=lambda each: (not each[2], each[0].facet == Facet.AUTHORITY))
    results = [
        Result(chosen.with_subject(subject), subject.name, _detail(subject, reason))
        for subject, reason, _is_whole in others[:SHOWN]
    ]
    is_certain = [is_whole for _subject, _reason, is_whole in others] == [True]
    return Results(text, results, _note(found, others), results[0].value if is_certain else "")


def _note(found, others):
    if len(others) > SHOWN:
        return _("Il y en a d’autres\u202f: précisez votre recherche.")
    if others:
        return ""
    if found:
        return _("Ce nom est déjà dans la comparaison.")
    return _("Aucun nom ne correspond\u202f: essayez une autre orthographe, ou un code postal.")
