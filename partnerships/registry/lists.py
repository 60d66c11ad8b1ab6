"""The lists that public pages name things by, which this process reads once per version."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from partnerships.country_names import CountryNames
from partnerships.document.reading import ListedValues
from partnerships.models import FRENCH, Country, Departement, Goal, Region, Theme
from partnerships.publication.kept_by_version import kept_by_version


class ListedCountry(NamedTuple):
    name: str
    kind: str
    continent: str


class ListedTheme(NamedTuple):
    """`parent`: the slug of the theme that it is a part of, None for one of the first level."""

    name: str
    parent: str | None


@dataclass(frozen=True)
class Lists:
    """Names by key, each list in its order. Countries: all, France included. `rows`: the themes and
    the goals themselves.
    """

    regions: dict[str, str]
    departements: dict[str, str]
    countries: dict[str, ListedCountry]
    themes: dict[str, ListedTheme]
    goals: dict[str, str]
    rows: ListedValues

    @cached_property
    def foreign_countries(self) -> dict[str, ListedCountry]:
        """Those where a partner may be."""
        return {pk: each for pk, each in self.countries.items() if pk not in FRENCH}

    @cached_property
    def foreign_names(self) -> dict[str, str]:
        return {pk: each.name for pk, each in self.foreign_countries.items()}

    @cached_property
    def theme_names(self) -> dict[str, str]:
        return {slug: each.name for slug, each in self.themes.items()}


@kept_by_version
def lists() -> Lists:
    countries = Country.objects.values_list("pk", "name", "kind", "continent")
    rows = ListedValues(Theme.objects.in_bulk(), Goal.objects.in_bulk())
    return Lists(
        regions=dict(Region.objects.values_list("pk", "name")),
        departements={each.pk: str(each) for each in Departement.objects.all()},
        countries={pk: ListedCountry(*names) for pk, *names in countries},
        themes={pk: ListedTheme(row.name, row.parent_id) for pk, row in rows.themes.items()},
        goals={str(pk): str(row) for pk, row in rows.goals.items()},
        rows=rows,
    )


@kept_by_version
def country_names() -> CountryNames:
    return CountryNames()
