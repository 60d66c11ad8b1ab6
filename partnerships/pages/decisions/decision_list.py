"""A list of decisions that its address may restrict to those in one state."""

from typing import ClassVar

from partnerships.notifications.lists import STATE


class DecisionList:
    """`data`: the query of the address; a state that is not in `known_states` is ignored."""

    known_states: ClassVar[dict[str, tuple]]

    def __init__(self, user, data):
        self.user, self.data = user, data
        state = data.get(STATE, "")
        self.state = state if state in self.known_states else ""

    def numbers(self, count_of) -> list[tuple[str, str, int, bool]]:
        """(name in the address, label, count, whether it is shown) of each known state; `count_of`:
        its rule → how many decisions it holds.
        """
        counts = {name: count_of(rule) for name, (_label, rule) in self.known_states.items()}
        return [
            (name, label % {"count": counts[name]}, counts[name], name == self.state)
            for name, (label, _rule) in self.known_states.items()
        ]

    @property
    def kept(self) -> str:
        """What the links between pages keep of the address."""
        return f"{STATE}={self.state}&" if self.state else ""
