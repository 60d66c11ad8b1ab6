"""The twenty propositions, each with a checkbox: does this partnership carry it?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from partnerships.document.steps.contributions import ContributionForm
from partnerships.document.steps.references import References
from partnerships.document.steps.step import BufferForm, ItemForm, item_uuid
from partnerships.pages.components.exchanges.conversation import Conversation
from partnerships.pages.components.shown_field import ShownField
from proposals.models import Proposal


@dataclass(frozen=True)
class ShownProposal:
    """A proposition; `box` is its checkbox, whose value is the number, `statement` says how."""

    proposal: Proposal
    form: BufferForm
    box: ShownField
    statement: ShownField
    errors: list[str]
    conversation: Conversation
    # How many partnerships carry it, in words, and the words it shares with the dossier.
    carried: list[str]
    shared_words: list[str]

    @property
    def number(self) -> str:
        return str(self.proposal.number)

    @property
    def is_near(self) -> bool:
        return bool(self.shared_words)

    @property
    def is_ticked(self) -> bool:
        return self.box.bound.value() == self.number

    @property
    def is_open(self) -> bool:
        """Whether it is ticked or has a statement."""
        return self.is_ticked or bool(self.statement.bound.value())


class ShownProposals(list):
    """The twenty propositions, the `nearest` numbers first, then in their order."""

    def __init__(self, shown: Iterable[ShownProposal], nearest: list[int]):
        ranks = {number: rank for rank, number in enumerate(nearest)}
        super().__init__(
            sorted(shown, key=lambda each: ranks.get(each.proposal.number, len(ranks)))
        )

    @property
    def has_mixed_wordings(self) -> bool:
        """Whether their words come from several sources: each then says its own."""
        return len({each.proposal.wording for each in self}) > 1


def _item_to_create(references: References, number: str, items: dict[str, ItemForm]) -> ItemForm:
    """The item that a proposition without one gets when it is ticked."""
    uuids = (item_uuid(references.dossier.uuid, "contributions", f"{number}.{n}") for n in count())
    uuid = next(
        uuid
        for uuid in uuids
        if uuid not in items or not items[uuid].data[f"contributions.{uuid}.proposal"]
    )
    return items.get(uuid) or ContributionForm(references.buffer, references, uuid)


def items_by_proposal(
    references: References, items: list[ItemForm]
) -> Iterator[tuple[Proposal, ItemForm]]:
    """Yields each proposition with the first item that names it, else the item it would get."""
    by_uuid = {item.uuid: item for item in items}
    by_number = {}
    for item in items:
        by_number.setdefault(item.data[item.add_prefix("proposal")], item)
    for proposal in references.proposals:
        number = str(proposal.number)
        yield proposal, by_number.get(number) or _item_to_create(references, number, by_uuid)
