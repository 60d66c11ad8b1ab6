"""The suggestions of the search over everything, made while one types."""

from operator import itemgetter

from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.pages.components.search_box import Result, Results
from partnerships.pages.search.found_groups import NAMED, found_groups
from partnerships.pages.search.groups import (
    SHORTEST,
    Entry,
    Group,
    GroupKind,
    joined,
    query_of,
)
from partnerships.registry.authority_search import BEGINNING, NAME, OTHER_NAME
from partnerships.registry.corrections import corrections
from partnerships.registry.named.asking import without_asking

SUGGESTED = 8


def _suggestion(entry: Entry) -> Result:
    return Result(entry.address, entry.name, joined(entry.detail, entry.known))


def _surest_first(groups: list[Group]) -> list[Entry]:
    """Returns the entries, the surest and best known first; a town without a partner has the
    partnerships of its country, and comes after the others.
    """
    ranked = [
        ((entry.rank, group.kind == GroupKind.TOWNS, -(entry.partnerships or 0)), entry)
        for group in groups
        for entry in group.entries
    ]
    return [entry for _order, entry in sorted(ranked, key=itemgetter(0))]


def _known_first(groups: list[Group], folded: str) -> list[Entry]:
    """Returns the entries, the surest first; where the first only has the name that was typed so
    far, and no partnership, the best known of the names that begin so goes before it: « nant » is
    on the way to Nantes more often than to Nant.
    """
    entries = _surest_first(groups)
    if not entries or entries[0].rank not in (NAME, OTHER_NAME) or entries[0].partnerships != 0:
        return entries
    begun = [
        each
        for each in entries
        if each.rank == BEGINNING and each.partnerships and fold(each.name).startswith(folded)
    ]
    return [*begun[:1], *(each for each in entries if each not in begun[:1])]


def suggestions(text: str) -> Results:
    """Returns what has a name that begins with `text`, the surest first, each with its address; if
    there is none, names of close spelling.
    """
    query = query_of(text, is_typing=True)
    if len(query.folded) < SHORTEST:
        return Results(text, [], _("Écrivez au moins deux lettres ou chiffres."))
    groups = found_groups(query, NAMED, SUGGESTED)
    note = ""
    if not groups and (rest := without_asking(query.text)):
        query = query_of(rest, is_typing=True)
        groups = found_groups(query, NAMED, SUGGESTED)
    if not groups and (meant := corrections(query.text)):
        query = query_of(meant[0])
        groups = found_groups(query, NAMED, SUGGESTED)
        note = _("Orthographe proche.")
    entries = _known_first(groups, query.folded)
    found = [_suggestion(entry) for entry in entries[:SUGGESTED]]
    nothing = _("Aucun nom ne commence ainsi\u202f: la touche Entrée cherche dans les textes.")
    return Results(text, found, note if found else nothing)
