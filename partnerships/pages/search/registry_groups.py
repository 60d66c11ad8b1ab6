"""Searches in what the registry holds: authorities, partners, partnerships; towns of the world."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.models import (
    Facet,
    InternationalPartner,
    LocalAuthority,
    Partnership,
    Provenance,
)
from partnerships.pages.components.other_searches import searched_address
from partnerships.pages.search.groups import (
    Entry,
    Group,
    GroupKind,
    Query,
    group_of,
    joined,
)
from partnerships.registry.authority_search import (
    OTHER_KIND,
    OTHER_NAME,
    PART,
    count_authorities,
    named_authorities,
)
from partnerships.registry.comparison.sources import SOURCE_OF, real_first
from partnerships.registry.counted_sources import partnerships_text
from partnerships.registry.filters import WORDS, PartnershipFilterSet
from partnerships.registry.marking import extract
from partnerships.registry.named.located_names import in_france
from partnerships.registry.pagination import MOST_COUNTED
from partnerships.registry.partner_search import (
    LARGE_TOWN,
    count_partners,
    search_partners,
    search_towns,
)
from partnerships.registry.row_parts import located_sides
from partnerships.registry.rows import Common
from partnerships.registry.search import count_found, search_by_name_first


def _address(name, query):
    return f"{reverse(name)}?{urlencode({'q': query.text})}"


def _first_of(kind, entries, most, count_named, query, address):
    """Returns a group of `entries`, the first `most` of those that `count_named` counts."""

    def count():
        is_all = len(entries) < most
        return len(entries) if is_all else count_named(query.text, MOST_COUNTED + 1)

    return Group(kind, entries, count, address)


def _authority(match, query):
    row = match.authority
    around = row.departement or row.region
    return Entry(
        name=row.name,
        title=query.mark(row.name),
        address=row.get_absolute_url(),
        rank=match.rank,
        detail=joined(match.reason, row.get_kind_display(), row.located_in),
        facet=(Facet.AUTHORITY, row.key),
        neighbours=around and (str(around), around.get_absolute_url()),
    )


def authorities(query: Query, most: int) -> Group:
    """The existing authorities that the text names, with or without a partnership."""
    rows = LocalAuthority.objects.existing().select_related("departement", "region")
    matches = named_authorities(rows, query.text, most)
    if not matches and query.is_of_words and (located := in_france(query.folded)):
        name, condition = located
        matches = named_authorities(rows.filter(condition), name, most)
        return group_of(GroupKind.AUTHORITIES, [_authority(each, query) for each in matches], most)
    entries = [_authority(match, query) for match in matches]
    address = _address("partnerships:authority_list", query)
    return _first_of(GroupKind.AUTHORITIES, entries, most, count_authorities, query, address)


def _partner(match, query):
    row = match.partner
    return Entry(
        name=str(row),
        title=query.mark(str(row)),
        address=row.get_absolute_url(),
        rank=match.rank,
        detail=joined(match.reason, row.local_name, row.country, row.kind_label),
        facet=(Facet.PARTNER, str(row.uuid)),
        neighbours=(str(row.country), row.country.get_absolute_url()),
    )


def partners(query: Query, most: int) -> Group:
    """The foreign partners that the text names."""
    current = InternationalPartner.objects.current()
    matches = search_partners(current, query.text, most)
    if not matches and query.abroad:
        name, condition = query.abroad
        matches = search_partners(current.filter(condition), name, most)
        return group_of(GroupKind.PARTNERS, [_partner(each, query) for each in matches], most)
    entries = [_partner(match, query) for match in matches]
    address = searched_address(query.text, dans=GroupKind.PARTNERS.value)
    return _first_of(GroupKind.PARTNERS, entries, most, count_partners, query, address)


def _town(row, query):
    name = row.name if fold(row.name) == query.folded else f"{query.text} ({row.name})"
    detail = _("%(country)s\u202f: voir les partenariats de ce pays") % {"country": row.country}
    return Entry(
        name=name,
        title=query.mark(name),
        address=row.country.get_absolute_url(),
        rank=OTHER_NAME if row.population >= LARGE_TOWN else OTHER_KIND,
        detail=detail,
        facet=(Facet.COUNTRY, row.country_id),
    )


def _as_typed(name, text):
    """Returns the beginning of `text` that folds to `name`: « Vienne » of « Vienne Autriche »."""
    said = text.split()
    begun = (" ".join(said[:end]).rstrip(",") for end in range(1, len(said)))
    return next((each for each in begun if fold(each) == name), name)


def towns(query: Query, most: int) -> Group:
    """The towns of the world of this name where no partner is, each with its country's page."""
    rows = search_towns(query.text, most, Q())
    if not rows and query.abroad:
        name, condition = query.abroad
        rows = search_towns(name, most, condition)
        query = replace(query, text=_as_typed(name, query.text), folded=name)
    return group_of(GroupKind.TOWNS, [_town(row, query) for row in rows], most)


def _sides(partnership):
    """Returns « Lille, Nord (59) ↔ Oujda, Maroc »."""
    return " ↔ ".join(located_sides(partnership))


def _partnership(row, rank, query, common):
    texts = [row.summary, row.objectives, row.results_here, row.results_there]
    detail = joined(
        _sides(row),
        "" if common.kind else row.kind_label,
        common.own_provenance(row),
    )
    return Entry(
        name=row.title,
        title=query.mark(row.title),
        address=row.get_absolute_url(),
        rank=rank,
        detail=detail,
        extract=extract(texts, query.words),
        is_fictitious=row.is_demonstration,
    )


def partnership_entries(rows: Iterable[Partnership], query: Query) -> tuple[list[Entry], str]:
    """Returns the entries of `rows`, read with their sides, and what all of them share in words."""
    rows = list(rows)
    # Neither dates nor themes are told here.
    common = Common(rows, has_themes=False)
    return [_partnership(row, PART, query, common) for row in rows], common.marks


def _by_provenance(text, is_frequent):
    """Returns how many of the partnerships that have every word of `text` come from each, as the
    registry counts them; {} for many of them in a registry of one real source.
    """
    filterset = PartnershipFilterSet(QueryDict(urlencode({WORDS: text})))
    in_use = filterset.in_use[Facet.PROVENANCE]
    is_mixed = len({SOURCE_OF[each] for each in in_use}) > 1
    if is_frequent and not is_mixed and Provenance.DEMONSTRATION not in in_use:
        return {}
    return filterset.found(Facet.PROVENANCE)[Facet.PROVENANCE]


def partnerships(query: Query, most: int) -> Group:
    """The public partnerships that have every word; those named so come first."""
    address = _address("partnerships:registry", query)
    count = count_found(query.text, MOST_COUNTED + 1)
    if not count:
        return Group(GroupKind.PARTNERSHIPS, [], lambda: 0, address)
    rows = Partnership.objects.listed()
    ranked, parts = [], search_by_name_first(rows, query.text, count > MOST_COUNTED)
    for rank, some in zip((OTHER_NAME, PART), parts, strict=True):
        wanted = most - len(ranked)
        # Sorting so many by their source would cost more than it says.
        newest = some.order_by("-pk") if count > MOST_COUNTED else real_first(some)
        found = newest.with_sides()[:wanted] if wanted else ()
        ranked += [(row, rank) for row in found]
    # Neither dates nor themes are told here.
    common = Common([row for row, _rank in ranked], has_themes=False)
    entries = [_partnership(row, rank, query, common) for row, rank in ranked]
    if count == len(ranked):
        sources = Counter(row.provenance for row, _rank in ranked)
    else:
        sources = _by_provenance(query.text, count > MOST_COUNTED)
    return Group(
        GroupKind.PARTNERSHIPS,
        entries,
        lambda: count,
        address,
        common.marks,
        partnerships_text(sources),
    )
