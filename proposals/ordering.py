"""The order of the propositions: the only writer of `Proposal.position`."""

from collections.abc import Sequence

from django.db import transaction

from proposals.models import Proposal


class OutdatedOrder(Exception):
    """Someone else changed the order since it was read."""


def move(order: Sequence[int], number: int, places: int) -> list[int]:
    """Returns the order with `number` moved down by `places`, up if negative."""
    others = [each for each in order if each != number]
    place = min(max(order.index(number) + places, 0), len(others))
    return [*others[:place], number, *others[place:]]


def apply_ranks(order: Sequence[int], ranks: dict[int, int]) -> list[int]:
    """Returns the order with each number of `ranks` at its rank, from 1; the others shift."""

    def key(number):
        old = order.index(number) + 1
        new = ranks.get(number, old)
        return new, (new > old) - (new < old)

    return sorted(order, key=key)


@transaction.atomic
def write_order(order: Sequence[int], *, seen: Sequence[int]) -> None:
    """Writes the order of all the numbers. Raises OutdatedOrder where `seen` is no longer true."""
    # PostgreSQL sorts before it waits for the lock: what it read then is sorted again.
    proposals = sorted(
        Proposal.objects.select_for_update().order_by("pk"),
        key=lambda each: (each.position, each.number),
    )
    if [each.number for each in proposals] != list(seen):
        raise OutdatedOrder
    places = {number: place for place, number in enumerate(order, start=1)}
    for proposal in proposals:
        if proposal.position != places[proposal.number]:
            proposal.position = places[proposal.number]
            proposal.save(update_fields=["position"])
