"""The lists that a search over everything reads whole, kept by this process."""

from typing import NamedTuple

from django.db.models import F

from partnerships.models import Departement, Goal, Region, Theme
from partnerships.publication.kept_by_version import kept_by_version


class ShortLists(NamedTuple):
    """Rows that nobody may change. Overseas territories are among the départements alone."""

    regions: list[Region]
    departements: list[Departement]
    themes: list[Theme]
    goals: list[Goal]


@kept_by_version
def short_lists() -> ShortLists:
    outside = Departement.objects.filter(region=F("code")).values("code")
    return ShortLists(
        regions=list(Region.objects.exclude(pk__in=outside)),
        departements=list(Departement.objects.select_related("region")),
        themes=list(Theme.objects.select_related("parent")),
        goals=list(Goal.objects.all()),
    )
