"""The links of a few partnerships: from each of their authorities to each of their partners."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from partnerships.models import InternationalPartner, LocalAuthority, Partnership
from partnerships.proximity import Point, distance_km, point_of
from partnerships.registry.rows import Distance

# More partnerships than this are shown as circles.
DRAWN_MAX = 60


@dataclass(frozen=True)
class MapLink:
    """A partnership between an authority and a partner."""

    partnership: Partnership
    authority: LocalAuthority
    partner: InternationalPartner

    @cached_property
    def ends(self) -> tuple[Point, Point] | None:
        """The points of both; None if one of them is not known."""
        here, there = point_of(self.authority), point_of(self.partner)
        return (here, there) if here and there else None

    @cached_property
    def distance(self) -> Distance | None:
        if not self.ends:
            return None
        km = distance_km(*self.ends)
        return Distance(km, km)


class MapLinks:
    """The links of `partnerships` (from `with_sides`), the nearest first, those without a distance
    last. `is_shown`: which of them.
    """

    def __init__(
        self,
        partnerships: Iterable[Partnership],
        is_shown: Callable[[MapLink], bool] = lambda link: True,
    ):
        self.partnerships = list(partnerships)
        links = [
            MapLink(each, authority.authority, partner.partner)
            for each in self.partnerships
            for authority in each.authority_links
            for partner in each.partner_links
        ]
        self.links = sorted(filter(is_shown, links), key=self._order)

    @staticmethod
    def _order(link):
        km = link.distance.nearest if link.distance else float("inf")
        return km, link.partner.sort_key, link.authority.sort_key, link.partnership.pk

    @cached_property
    def only_authority(self) -> LocalAuthority | None:
        """The authority of all links, if there is but one."""
        found = self._once(link.authority for link in self.links)
        return found[0] if len(found) == 1 else None

    @cached_property
    def drawn(self) -> list[MapLink]:
        return [link for link in self.links if link.ends]

    @property
    def placed_count(self) -> int:
        """How many partnerships have at least one link that is drawn."""
        return len({link.partnership.pk for link in self.drawn})

    @property
    def unplaced(self) -> list[InternationalPartner]:
        """The partners whose point is not known, once each."""
        return self._once(link.partner for link in self.links if not point_of(link.partner))

    @property
    def unplaced_authorities(self) -> list[LocalAuthority]:
        return self._once(link.authority for link in self.links if not point_of(link.authority))

    @staticmethod
    def _once(records):
        return list({record.pk: record for record in records}.values())

    @cached_property
    def authorities(self) -> dict[Point, list[LocalAuthority]]:
        """{point: authorities that stand there} of the links that are drawn."""
        return self._by_point((link.ends[0], link.authority) for link in self.drawn)

    @cached_property
    def partners(self) -> dict[Point, list[InternationalPartner]]:
        """{point: partners that stand there} of the links that are drawn."""
        return self._by_point((link.ends[1], link.partner) for link in self.drawn)

    @property
    def shared_points(self) -> list[str]:
        """The names of the partners, then of the authorities, that stand at one point."""
        groups = [*self.partners.values(), *self.authorities.values()]
        return [", ".join(map(str, group)) for group in groups if len(group) > 1]

    @staticmethod
    def _by_point(pairs):
        found = defaultdict(dict)
        for point, record in pairs:
            found[point][record.pk] = record
        return {point: list(records.values()) for point, records in found.items()}
