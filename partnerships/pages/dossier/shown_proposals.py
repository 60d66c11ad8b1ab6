"""The twenty propositions, each with a checkbox: does this partnership contribute to it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from partnerships.document.steps.contributions import ContributionForm
from partnerships.document.steps.references import References
from partnerships.document.steps.step import BufferForm, ItemForm, item_uuid
from partnerships.pages.components.conversation import Conversation
from partnerships.pages.dossier.shown_fields import ShownField
from proposals.models import Proposal


@dataclass(frozen=True)
class ShownProposal:
    """`box`: the checkbox, whose value is the number; `statement`: how it contributes."""

    proposal: Proposal
    form: BufferForm
    box: ShownField
    statement: ShownField
    errors: list[str]
    conversation: Conversation

    @property
    def number(self) -> str:
        return str(self.proposal.number)

    @property
    def is_ticked(self) -> bool:
        return self.box.bound.value() == self.number

    @property
    def is_open(self) -> bool:
        """Ticked, or something was written."""
        return self.is_ticked or bool(self.statement.bound.value())


def _suggested(references: References, number: str, items: dict[str, ItemForm]) -> ItemForm:
    """The new item that a proposition gets when it is ticked."""
    ranked = (item_uuid(references.dossier.uuid, "contributions", f"{number}.{n}") for n in count())
    uuid = next(
        uuid
        for uuid in ranked
        if uuid not in items or not items[uuid].data[f"contributions.{uuid}.proposal"]
    )
    return items.get(uuid) or ContributionForm(references.buffer, references, uuid)


def items_by_proposal(
    references: References, items: list[ItemForm]
) -> Iterator[tuple[Proposal, ItemForm]]:
    """proposition → the first item that names it, or else the new item it would get."""
    by_uuid = {item.uuid: item for item in items}
    by_number = {}
    for item in items:
        by_number.setdefault(item.data[item.add_prefix("proposal")], item)
    for proposal in references.proposals:
        number = str(proposal.number)
        yield proposal, by_number.get(number) or _suggested(references, number, by_uuid)
