"""Searches in the short lists: countries, régions, départements, themes, goals, propositions."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.country_names import CountryNameKind
from partnerships.document.listed_proposals import listed_texts
from partnerships.former_places import former_names
from partnerships.models import Continent, Facet, PartnershipKind
from partnerships.names import without_article
from partnerships.pages.components.partnership_count_texts import partnership_count_texts
from partnerships.pages.search.groups import (
    SHORTEST,
    Entry,
    Group,
    GroupKind,
    Query,
    group_of,
    joined,
    query_of,
)
from partnerships.registry.authority_search import (
    BEGINNING,
    CODE,
    NAME,
    OTHER_KIND,
    OTHER_NAME,
    PART,
)
from partnerships.registry.facets.partnership_counts import partnership_counts
from partnerships.registry.lists import country_names
from partnerships.registry.marking import extract
from partnerships.registry.named.listed_values import GOAL_WORDS, KIND_WORDS
from partnerships.registry.places_of_france import SHORT_KINDS, other_names

# Words that stand before a number, folded.
NUMBER_WORDS = ("n", "no", "numero")
COUNTRY_RANKS = {
    CountryNameKind.OWN: NAME,
    CountryNameKind.OTHER: OTHER_NAME,
    CountryNameKind.FORMER: OTHER_NAME,
    CountryNameKind.PART: OTHER_NAME,
    CountryNameKind.CODE: BEGINNING,
    CountryNameKind.LANGUAGE: OTHER_NAME,
}


def _country(country, rank, reason, query):
    return Entry(
        name=country.name,
        title=query.mark(country.name),
        address=country.get_absolute_url(),
        rank=rank,
        detail=joined(reason, country.get_kind_display(), country.get_continent_display()),
        facet=(Facet.COUNTRY, country.pk),
    )


def _begun_rank(name, query):
    """Returns how surely the text is, or begins, a name of which it may be a word: « Corée » is
    either of two countries.
    """
    if fold(name).startswith(f"{query.folded} "):
        return PART
    return query.rank(name) or OTHER_KIND


def countries(query: Query, most: int) -> Group:
    """The foreign countries that the text names, then those with a name that begins so."""
    names, entries = country_names(), {}
    if len(query.folded) >= SHORTEST:
        for country, _name, kind in names.named(query.text):
            reason = str(kind.label) and f"{kind.label}\u202f: {query.text[:60]}"
            entries[country] = _country(country, COUNTRY_RANKS[kind], reason, query)
        begun = names.begun(query.text) if query.is_typing else []
        for country in (*names.starting(query.text), *begun):
            rank = _begun_rank(country.name, query)
            entries.setdefault(country, _country(country, rank, "", query))
    found = [entry for country, entry in entries.items() if not country.is_french]
    return group_of(GroupKind.COUNTRIES, found, most, reverse("partnerships:country_list"))


def _place(place, facet, rank, query, detail):
    name = str(place)
    return Entry(
        name, query.mark(name), place.get_absolute_url(), rank, detail, facet=(facet, place.pk)
    )


def _other_reason(place, facet, query):
    """Returns by which other name of a place, past or in another language, the text is it; ""."""
    for label, names in (
        (_("ancien nom\u202f: %(name)s"), former_names),
        (_("autre nom\u202f: %(name)s"), other_names),
    ):
        for name in names(facet, place.pk):
            if query.rank(name) == NAME:
                return label % {"name": name}
    return ""


def _of_kind(query: Query, word: str) -> Query:
    """Returns what is left of « département de la Gironde » after the folded `word` of its kind."""
    first, _space, rest = query.folded.partition(" ")
    is_kind = SHORT_KINDS.get(first, first) == word
    return query_of(without_article(rest)) if is_kind and rest else query


def _ranked_place(place, facet, query):
    """Returns how surely the text names a place, and by which other name; None if it does not."""
    rank = query.rank(place.name)
    if rank != NAME and (reason := _other_reason(place, facet, query)):
        return OTHER_NAME, reason
    return None if rank is None else (rank, "")


def regions(query: Query, most: int) -> Group:
    """The régions that the text names; overseas territories are among the départements."""
    found, asked = [], _of_kind(query, "region")
    for each in query.lists.regions:
        if ranked := _ranked_place(each, Facet.REGION, asked):
            rank, reason = ranked
            found.append(_place(each, Facet.REGION, rank, query, joined(reason, _("région"))))
    return group_of(GroupKind.REGIONS, found, most)


def departements(query: Query, most: int) -> Group:
    """The départements that the text names, or whose code it is."""
    found, asked = [], _of_kind(query, "departement")
    for each in query.lists.departements:
        is_code = fold(each.code) == asked.folded
        ranked = (CODE, "") if is_code else _ranked_place(each, Facet.DEPARTEMENT, asked)
        if ranked:
            rank, reason = ranked
            detail = joined(reason, _("département"), each.region)
            found.append(_place(each, Facet.DEPARTEMENT, rank, query, detail))
    return group_of(GroupKind.DEPARTEMENTS, found, most)


def _value(name, facet, value, rank, query, detail):
    """Returns the entry of a filter's value that has no page: it leads to the registry."""
    address = f"{reverse('partnerships:registry')}?{facet.value}={value}"
    return Entry(name, query.mark(name), address, rank, detail, facet=(facet, value))


def continents(query: Query, most: int) -> Group:
    """The continents that the text names or begins."""
    found = [
        _value(name, Facet.CONTINENT, code, rank, query, _("continent"))
        for code, label in Continent.choices
        if (rank := _begun_rank(name := str(label), query)) != OTHER_KIND
    ]
    return group_of(GroupKind.CONTINENTS, found, most)


def themes(query: Query, most: int) -> Group:
    """The themes whose name has the words."""
    found = [
        _value(each.name, Facet.THEME, each.pk, rank, query, joined(_("thématique"), each.parent))
        for each in query.lists.themes
        if (rank := query.rank(each.name)) is not None
    ]
    return group_of(GroupKind.THEMES, found, most)


def kinds(query: Query, most: int) -> Group:
    """The kinds of partnership whose name, or another word for it, is the text or begins so."""
    found = []
    for kind in PartnershipKind:
        name = str(kind.label)
        ranks = {query.rank(each) for each in (name, *KIND_WORDS.get(kind, ()))}
        if ranks := ranks - {None, OTHER_KIND}:
            detail = _("type de partenariat")
            found.append(_value(name, Facet.KIND, kind.value, min(ranks), query, detail))
    return group_of(GroupKind.KINDS, found, most)


def _is_number(query: Query, words: tuple[str, ...], number: int) -> bool:
    """Whether the text is one of `words` and `number`: « ODD 6 », « Prop. n° 5 »."""
    said = [each for each in query.folded.split() if each not in NUMBER_WORDS]
    return " ".join(said) in [fold(f"{word} {number}") for word in words]


def _goal_rank(goal, query):
    if query.folded == f"odd{goal.number}" or _is_number(query, GOAL_WORDS, goal.number):
        return CODE
    return query.rank(goal.title)


def goals(query: Query, most: int) -> Group:
    """The sustainable development goals whose title has the words, or whose number it is."""
    detail = _("objectif de développement durable (ODD)")
    found = [
        _value(str(each), Facet.GOAL, str(each.pk), rank, query, detail)
        for each in query.lists.goals
        if (rank := _goal_rank(each, query)) is not None
    ]
    return group_of(GroupKind.GOALS, found, most)


def _proposal_rank(proposal, query):
    is_alone = query.folded == str(proposal.number)
    if is_alone or _is_number(query, ("proposition", "prop"), proposal.number):
        return CODE
    rank = query.rank(proposal.title)
    return rank if rank is not None else query.text_rank(proposal.summary, proposal.body)


def _carried(counts):
    """Returns « partenariats : 2 acceptés, 1 de démonstration »; "" for none."""
    carried = ", ".join(partnership_count_texts(counts))
    return _("partenariats\u202f: %(carried)s") % {"carried": carried} if carried else ""


def proposals(query: Query, most: int) -> Group:
    """The visible propositions whose number it is, or whose text has the words."""
    ranked = [
        (each, rank) for each in listed_texts() if (rank := _proposal_rank(each, query)) is not None
    ]
    counts = partnership_counts() if ranked else {}
    found = [
        Entry(
            name=str(each),
            title=query.mark(str(each)),
            address=each.get_absolute_url(),
            rank=rank,
            detail=_("Proposition du rapport de 2018, %(wording)s")
            % {"wording": each.get_wording_display()},
            extract=extract([each.summary, each.body], query.words),
            partnerships=each.partnership_count,
            numbers=_carried(counts[each.number]),
        )
        for each, rank in ranked
    ]
    return group_of(GroupKind.PROPOSALS, found, most, reverse("proposals:proposal_list"))
