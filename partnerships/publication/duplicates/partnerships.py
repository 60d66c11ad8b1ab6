"""Comparison of public partnerships, to find duplicates."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from partnerships.analysis import words
from partnerships.models import (
    Partnership,
    PartnershipAuthority,
    PartnershipKind,
    PartnershipPartner,
)
from partnerships.models.partnership_kind import IMPORTED
from partnerships.names import are_near, name_key, name_reason
from partnerships.precise_date import PreciseDate, precise_date
from partnerships.publication.duplicates.comparison import Comparison

# Shorter words of a title differ by one letter from too many others.
SHORTEST_MISSPELT = 5
START, END = ("starts_on", "starts_on_precision"), ("ends_on", "ends_on_precision")


@dataclass(frozen=True)
class PartnershipFacts:
    pk: int
    title: frozenset[str]
    kind: str
    is_imported: bool
    # Slugs of its themes and of their parents.
    themes: frozenset[str]
    starts_on: PreciseDate | None
    ends_on: PreciseDate | None
    authorities: frozenset[int]
    # Of each partner: key, country, keys of its names.
    partners: frozenset[tuple[int, str, tuple[str, ...]]]


def _partners_of(rows):
    links = PartnershipPartner.objects.filter(partnership__in=rows).order_by()
    found = defaultdict(set)
    fields = ("partnership", "partner", "partner__country", "partner__name", "partner__name_fr")
    for pk, partner, country, *names in links.values_list(*fields):
        found[pk].add((partner, country, tuple(sorted({name_key(n) for n in names if n}))))
    return found


def _authorities_of(rows):
    links = PartnershipAuthority.objects.filter(partnership__in=rows).order_by()
    found = defaultdict(set)
    for pk, authority in links.values_list("partnership", "authority"):
        found[pk].add(authority)
    return found


def _themes_of(rows):
    links = Partnership.themes.through.objects.filter(partnership__in=rows).order_by()
    found = defaultdict(set)
    for pk, *slugs in links.values_list("partnership", "theme", "theme__parent"):
        found[pk].update(filter(None, slugs))
    return found


def _facts_of(rows) -> Iterator[PartnershipFacts]:
    rows = rows.order_by()
    keys = rows.values("pk")
    partners, authorities, themes = _partners_of(keys), _authorities_of(keys), _themes_of(keys)
    fields = ("pk", "title", "kind", "provenance", *START, *END)
    for pk, title, kind, provenance, *dates in rows.values_list(*fields):
        yield PartnershipFacts(
            pk=pk,
            title=frozenset(words(title)),
            kind=kind,
            is_imported=provenance in IMPORTED,
            themes=frozenset(themes[pk]),
            starts_on=precise_date(*dates[:2]),
            ends_on=precise_date(*dates[2:]),
            authorities=frozenset(authorities[pk]),
            partners=frozenset(partners[pk]),
        )


def _facts(ids: Iterable[int] | None = None) -> Iterator[PartnershipFacts]:
    rows = Partnership.objects.listed()
    return _facts_of(rows if ids is None else rows.filter(pk__in=ids))


def _candidates(changed: list[PartnershipFacts]) -> Iterator[PartnershipFacts]:
    """Yields the partnerships of the same authorities."""
    ours = {authority for each in changed for authority in each.authorities}
    named = PartnershipAuthority.objects.filter(authority__in=ours).values("partnership")
    return _facts_of(Partnership.objects.listed().filter(pk__in=named))


def _keys(partnership: PartnershipFacts) -> Iterator[tuple]:
    """Returns the blocks of a partnership: each authority with each country of a partner."""
    countries = {country for _pk, country, _names in partnership.partners}
    return ((authority, each) for authority in partnership.authorities for each in countries)


def _compare(one: PartnershipFacts, other: PartnershipFacts) -> Iterator[str]:
    """Yields the codes of the reasons, for and against; none if the partners do not match."""
    reason = _partners_reason(one, other)
    if reason:
        yield reason
        yield from _titles(one, other)
        yield from _themes(one.themes, other.themes)
        yield from _dates(one, other)
        yield from _kinds(one.kind, other.kind)
        if one.is_imported != other.is_imported:
            yield "imported_and_declared"


def _partners_reason(one, other):
    """Returns the code telling whether two partnerships share a partner, or have similar ones.

    They already share an authority. None if their partners do not match.
    """
    ours, theirs = ({pk for pk, _country, _names in each.partners} for each in (one, other))
    if ours & theirs:
        return "same_sides"
    near = any(
        country == other_country and name_reason(frozenset(names), frozenset(other_names))
        for _pk, country, names in one.partners
        for _other_pk, other_country, other_names in other.partners
    )
    return "near_sides" if near else None


def _titles(one, other):
    """Compares the titles. That of an imported partnership only names its parties: another title
    then says nothing.
    """
    ours, theirs = one.title, other.title
    misspelt = _misspelt(ours - theirs, theirs - ours)
    shared = len(ours & theirs) + misspelt
    if ours == theirs:
        yield "same_title"
    elif shared * 2 >= len(ours | theirs) - misspelt:
        yield "near_title"
    elif not (one.is_imported or other.is_imported):
        yield "differing_title" if shared else "other_title"


def _misspelt(ours, theirs):
    """Returns how many words of `ours` are words of `theirs` but for one letter."""
    long = [word for word in ours if len(word) >= SHORTEST_MISSPELT]
    return sum(any(are_near(word, other) for other in theirs) for word in long)


def _themes(ours, theirs):
    if ours and theirs and not ours & theirs:
        yield "other_themes"


def _dates(one, other):
    if not (one.starts_on and other.starts_on):
        return
    first, second = sorted((one, other), key=lambda each: each.starts_on.first_day)
    if first.ends_on and first.ends_on.is_before(second.starts_on):
        yield "apart_dates"
    elif first.starts_on.is_before(second.starts_on):
        yield "other_start"
    else:
        yield "overlapping_dates"


def _kinds(one, other):
    if PartnershipKind.UNKNOWN not in (one, other):
        yield "same_type" if one == other else "other_type"


def _country_of(partnership: PartnershipFacts) -> str:
    return min(country for _pk, country, _names in partnership.partners)


PARTNERSHIPS = Comparison(
    facts=_facts, candidates=_candidates, keys=_keys, compare=_compare, country_of=_country_of
)
