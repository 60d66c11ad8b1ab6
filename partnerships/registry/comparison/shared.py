"""What the things compared have in common, and what each has alone."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from partnerships.models import Facet, PartnershipAuthority, PartnershipPartner
from partnerships.registry.comparison.sources import (
    PROVENANCE,
    SOURCE_OF,
    VALUE,
    Source,
    rows_about,
)

Sets = dict[str, set[Hashable]]


@dataclass(frozen=True)
class Shared:
    """A `key` that `holders` have; `fictitious`: those of them that have it only by a partnership
    of demonstration.
    """

    key: Hashable
    holders: list[str]
    fictitious: list[str]

    @property
    def is_real(self) -> bool:
        """Whether two of them have it by other partnerships."""
        return len(self.holders) - len(self.fictitious) > 1


@dataclass(frozen=True)
class InCommon:
    """`shared`: what two holders or more have, those of the most holders first; `alone`: what each
    holder has and no other.
    """

    shared: list[Shared]
    alone: Sets


def in_common(real: Sets, fictitious: Sets) -> InCommon:
    """Returns what is shared among the holders, the keys of both dictionaries, in their order.

    `real`: what each has by declared or imported partnerships; `fictitious`: by those of
    demonstration.
    """
    holders_of = defaultdict(list)
    for holder in real:
        for key in real[holder] | fictitious[holder]:
            holders_of[key].append(holder)
    shared = [
        Shared(key, holders, [holder for holder in holders if key not in real[holder]])
        for key, holders in holders_of.items()
        if len(holders) > 1
    ]
    shared.sort(key=lambda each: (-len(each.holders), str(each.key)))
    alone = {
        holder: {key for key in real[holder] | fictitious[holder] if holders_of[key] == [holder]}
        for holder in real
    }
    return InCommon(shared, alone)


# The rows that tell the partners or the authorities of a partnership, and the key of these.
LINKS = {
    Facet.PARTNER: (PartnershipPartner.objects.all(), "partner__uuid"),
    Facet.AUTHORITY: (PartnershipAuthority.objects.all(), "authority__key"),
}


def values_by_source(
    facet: Facet, values: Iterable[str], other: Facet
) -> dict[tuple[str, Source], set[str]]:
    """Returns {(value, source): the partners or the authorities, as `other` says, of their
    partnerships}, in one query that reads each of them: for few partnerships.
    """
    rows, name = LINKS[other]
    found = defaultdict(set)
    for value, provenance, key in rows_about(rows, facet, values).values_list(
        VALUE, PROVENANCE, name
    ):
        found[value, SOURCE_OF[provenance]].add(str(key))
    return found


def real_and_fictitious(values: Iterable[str], found) -> tuple[Sets, Sets]:
    """Returns `found`, {(value, source): keys}, as the two arguments of `in_common`."""
    real = {
        value: found.get((value, Source.DECLARED), set())
        | found.get((value, Source.IMPORTED), set())
        for value in values
    }
    fictitious = {value: set(found.get((value, Source.DEMONSTRATION), ())) for value in values}
    return real, fictitious
