"""Small multiples: how each région shares its partnerships among the countries most frequent."""

from collections import Counter

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from partnerships.charts.chart import Chart, Mark, Series
from partnerships.charts.numbers import percent_text
from partnerships.models import NOT_STATED, Facet
from partnerships.pages.figures.found import Figure, Found

MOST_COUNTRIES, MOST_REGIONS = 5, 12
# A share of fewer partnerships says little.
LEAST = 20


def _national(found: Found, countries: list[str]) -> dict[str, float]:
    counts = found.filterset.found_counts[Facet.COUNTRY]
    return {country: counts[country] / found.count for country in countries}


class _Region:
    """The shares of a région that has `count` partnerships; `crossed`: {country: number}, "" for
    any of the countries.
    """

    def __init__(self, found, code, count, crossed, national):
        self.found, self.code, self.count = found, code, count
        self.shares = {country: crossed[country] / count for country in national}
        self.national = national
        self.other_share = (count - crossed[""]) / count

    @property
    def most_over(self) -> str:
        """The country whose share exceeds the national one the most."""
        return max(self.shares, key=lambda each: self.shares[each] - self.national[each])

    def series(self, names: dict[str, str], region_name: str) -> Series:
        marks = [
            Mark(
                names[country],
                share,
                percent_text(share),
                self._address(country) if share else "",
                is_accent=country == self.most_over and share > self.national[country],
                reference=self.national[country],
            )
            for country, share in self.shares.items()
        ]
        marks.append(Mark(_("autres pays"), self.other_share, percent_text(self.other_share)))
        address = self.found.address(**{Facet.REGION: [self.code]})
        return Series(marks, region_name, intcomma(self.count), address)

    def _address(self, country):
        return self.found.address(**{Facet.REGION: [self.code], Facet.COUNTRY: [country]})


def _frequent(counts: Counter, most: int, least: int = 1) -> list[str]:
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    return [value for value in ranked if value != NOT_STATED and counts[value] >= least][:most]


def _series(found: Found, regions: list[str], countries: list[str]) -> list[Series]:
    counts = found.stated(Facet.REGION)
    crossed = found.filterset.crossed_counts(Facet.REGION, Facet.COUNTRY, countries)
    national = _national(found, countries)
    names = found.labels(Facet.COUNTRY, countries)
    region_names = found.labels(Facet.REGION, regions)
    return [
        _Region(found, code, counts[code], crossed[code], national).series(
            names, region_names[code]
        )
        for code in regions
    ]


def neighbours_chart(found: Found) -> Chart | None:
    """Returns the shares of the most frequent countries in each région; None with fewer than two
    régions or countries, or where countries are chosen.
    """
    if Facet.COUNTRY in found.filterset.chosen:
        return None
    regions = _frequent(found.stated(Facet.REGION), MOST_REGIONS, LEAST)
    countries = _frequent(found.stated(Facet.COUNTRY), MOST_COUNTRIES)
    if len(regions) < 2 or len(countries) < 2:
        return None
    definition = _(
        "Régions d’au moins %(least)s partenariats. «\u202fAutres pays\u202f»\u202f: avec aucun de "
        "ces pays. Un partenariat de plusieurs pays compte pour chacun."
    )
    return Figure(
        slug="voisins",
        title=_("Dans ce registre, chaque région a ses voisins"),
        subtitle=_(
            "Part des pays les plus fréquents dans les partenariats de chaque région. En bleu, le "
            "pays qui dépasse le plus la part nationale\u202f; trait brique\u202f: cette part "
            "nationale."
        ),
        label_head=_("Pays"),
        value_head=_("Part"),
        definition=definition % {"least": LEAST},
    ).of_series(found, _series(found, regions, countries))
