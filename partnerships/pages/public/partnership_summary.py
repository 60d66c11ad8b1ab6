"""How many public partnerships an authority, a place, a country or a partner has, with whom, and
where the records come from: a sentence, and lists that lead to what they count.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from partnerships.models import Country, Facet, LocalAuthority, Provenance
from partnerships.pages.components.counted import AUTHORITIES, COUNTRIES, counted
from partnerships.registry.address import registry_address
from partnerships.registry.counted_sources import partnerships_text
from partnerships.registry.profile import counts_within


@dataclass(frozen=True)
class Line:
    """A value, the number of partnerships, and the address of these; "" if no page lists them."""

    label: str
    count: int
    address: str = ""


@dataclass(frozen=True)
class Summary:
    """`sentence`: the numbers, together; `sources`: by provenance; `countries`: the most
    frequent first.
    """

    sentence: str
    sources: list[Line]
    countries: list[Line]


def _sources(counts, filters):
    """Returns the provenances in use, in their order; linked if the registry has `filters`."""
    return [
        Line(
            str(source.label),
            counts[source],
            registry_address(**filters, **{Facet.PROVENANCE: source}) if filters else "",
        )
        for source in Provenance
        if source in counts
    ]


def _country_lines(counts, filters):
    rows = sorted(
        Country.objects.filter(pk__in=counts), key=lambda row: (-counts[row.pk], row.sort_key)
    )
    return [
        Line(row.name, counts[row.pk], registry_address(**filters, **{Facet.COUNTRY: row.pk}))
        for row in rows
    ]


def place_summary(facet: Facet, code: str, count: int, authorities: int) -> Summary:
    """Returns the summary of a département or région whose `authorities` have `count` public
    partnerships.
    """
    counts = counts_within(facet, code, [Facet.COUNTRY, Facet.PROVENANCE])
    countries = _country_lines(counts[Facet.COUNTRY], {facet: code})
    sentence = _("%(partnerships)s entre %(authorities)s et %(countries)s") % {
        "partnerships": partnerships_text(counts[Facet.PROVENANCE]),
        "authorities": counted(AUTHORITIES, authorities),
        "countries": counted(COUNTRIES, len(countries)),
    }
    return Summary(sentence, _sources(counts[Facet.PROVENANCE], {facet: code}), countries)


def foreign_summary(facet: Facet, value: str, there: str, count: int) -> Summary | None:
    """Returns the summary of a country or partner, called `there` within a sentence, that has
    `count` public partnerships; None if none.
    """
    if not count:
        return None
    counts = counts_within(facet, value, [Facet.AUTHORITY, Facet.PROVENANCE])
    sentence = _("%(partnerships)s entre %(authorities)s et %(there)s") % {
        "partnerships": partnerships_text(counts[Facet.PROVENANCE]),
        "authorities": counted(AUTHORITIES, len(counts[Facet.AUTHORITY])),
        "there": there,
    }
    return Summary(sentence, _sources(counts[Facet.PROVENANCE], {facet: value}), [])


def authority_summary(authority: LocalAuthority, count: int) -> Summary | None:
    """Returns the summary of an authority that has `count` public partnerships; None if none."""
    if not count:
        return None
    counts = counts_within(Facet.AUTHORITY, authority.key, [Facet.COUNTRY, Facet.PROVENANCE])
    sentence = _("%(partnerships)s, dans %(countries)s") % {
        "partnerships": partnerships_text(counts[Facet.PROVENANCE]),
        "countries": counted(COUNTRIES, len(counts[Facet.COUNTRY])),
    }
    return Summary(sentence, _sources(counts[Facet.PROVENANCE], {}), [])
