"""Maps of France: by département, by authority of a place, around an authority."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.maps.drawing import Drawing
from partnerships.maps.france import (
    CountedPoint,
    Ground,
    counted_drawing,
    ground_around,
    ground_of,
    ground_of_france,
)
from partnerships.maps.land import departement_centre
from partnerships.maps.result import CountedWithin
from partnerships.models import Facet, LocalAuthority
from partnerships.pages.public.profile_page import Line
from partnerships.proximity import point_of
from partnerships.registry.comparison.sources import Source
from partnerships.registry.facets.labels import FacetLabels
from partnerships.registry.one_source import LABELS, MainSource


class DepartementMap:
    """The départements of partnerships, each a circle; `address`: of these partnerships with other
    filters.
    """

    def __init__(self, counted: CountedWithin, address: Callable[..., str]):
        self.counted, self.address = counted, address

    @cached_property
    def _counts(self):
        return self.counted.found(Facet.DEPARTEMENT)[Facet.DEPARTEMENT]

    @cached_property
    def _labels(self) -> dict[str, str]:
        """The labels of the départements, those with the most partnerships first."""
        labels = FacetLabels().of(Facet.DEPARTEMENT, self._counts)
        return dict(sorted(labels.items(), key=lambda item: (-self._counts[item[0]], item[1])))

    def _address(self, code):
        return self.address(**{Facet.DEPARTEMENT.value: code})

    @cached_property
    def lines(self) -> list[Line]:
        return [
            Line(label, self._counts[code], self._address(code))
            for code, label in self._labels.items()
        ]

    @cached_property
    def drawing(self) -> Drawing | None:
        """The mainland; None if none of them has a place there."""
        places = [
            CountedPoint(
                label.removesuffix(f" ({code})"), point, self._counts[code], self._address(code)
            )
            for code, label in self._labels.items()
            if (point := departement_centre(code))
        ]
        drawing = counted_drawing(
            ground_of_france(), _("La France, un cercle par département"), places
        )
        return drawing if drawing.circles else None


def _placed(authorities: Mapping[LocalAuthority, int]) -> list[CountedPoint]:
    """Returns the points of `authorities` that have one, each with its number of partnerships."""
    return [
        CountedPoint(str(each), point, count, each.get_absolute_url())
        for each, count in authorities.items()
        if count and (point := point_of(each))
    ]


def _ground(codes: Sequence[str], places: Sequence[CountedPoint]) -> Ground | None:
    """Returns the map of the départements `codes`; of `places`, where they have no outline."""
    return ground_of(tuple(codes)) or ground_around(each.point for each in places)


class AuthoritiesMap:
    """The authorities of a place that have a partnership, inside its départements.

    `authorities`: those with the most partnerships of `source`, and how many each has of it;
    `count`: of all these authorities.
    """

    def __init__(
        self,
        authorities: Mapping[LocalAuthority, int],
        count: int,
        codes: Sequence[str],
        source: MainSource,
    ):
        self.authorities, self.count, self.codes = authorities, count, codes
        self.source = source

    @cached_property
    def points(self) -> list[CountedPoint]:
        return _placed(self.authorities)

    @cached_property
    def drawing(self) -> Drawing | None:
        ground = _ground(self.codes, self.points) if self.points else None
        if not ground:
            return None
        title = _("Les collectivités qui ont un partenariat, un cercle chacune")
        return counted_drawing(ground, title, self.points)

    @property
    def placed(self) -> str:
        """« 33 collectivités placées sur 33 »."""
        text = ngettext(
            "%(placed)s collectivité placée sur %(count)s",
            "%(placed)s collectivités placées sur %(count)s",
            len(self.points),
        )
        return text % {"placed": len(self.points), "count": self.count}

    @property
    def is_cut(self) -> bool:
        """Whether only those with the most partnerships are looked at."""
        return len(self.authorities) < self.count


class AroundMap:
    """An authority without a known partnership, among those of its département that have one.

    `neighbours`: these, with how many each has of `source`.
    """

    def __init__(
        self, authority: LocalAuthority, neighbours: Mapping[LocalAuthority, int], source: Source
    ):
        self.authority, self.neighbours, self.source = authority, neighbours, source

    @property
    def source_label(self) -> str | Promise:
        return LABELS[self.source]

    @cached_property
    def drawing(self) -> Drawing | None:
        """None if it has no point, or none of the others has."""
        authority, others = self.authority, _placed(self.neighbours)
        point = point_of(authority)
        if not point or not others:
            return None
        here = CountedPoint(str(authority), point, 0, "", True)
        places = [here, *others]
        codes = [authority.departement_id] if authority.departement_id else []
        ground = _ground(codes, places)
        title = _("Autour de %(name)s, un cercle par collectivité") % {"name": authority}
        return counted_drawing(ground, title, places) if ground else None
