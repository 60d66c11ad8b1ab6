"""The page of a step: its fields with everything that was typed, saved or not."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import cached_property

from partnerships.document.earlier import conflict_writings, earlier_counts
from partnerships.document.field_value import as_shown, rivals, value_digest
from partnerships.document.nearest_proposals import nearest_proposals
from partnerships.document.schema import FILE_LISTS
from partnerships.document.steps import LAST_STEP, STEPS
from partnerships.document.steps.budget import BudgetForm
from partnerships.document.steps.contributions import ContributionForm
from partnerships.document.steps.fields import is_content
from partnerships.document.steps.references import References, texts
from partnerships.document.steps.step import BufferForm, ItemForm, Step
from partnerships.document.validation import validate
from partnerships.models import Dossier
from partnerships.pages.components.comparison import compared_in_form
from partnerships.pages.components.partnership_count_texts import partnership_count_texts
from partnerships.pages.components.search_box import SEARCHES, find_places
from partnerships.pages.components.shown_field import ShownField
from partnerships.pages.components.signed_out_fields import Typed
from partnerships.pages.components.step_state import (
    errors_with_links,
    is_typed,
    progress,
    step_states,
    step_url,
)
from partnerships.pages.dossier.budget_totals import budget_totals
from partnerships.pages.dossier.earlier_texts.earlier_page import removed_by_list
from partnerships.pages.dossier.shown_fields import (
    ShownItem,
    ShownList,
    asks_state_authorisation,
    item_heading,
)
from partnerships.pages.dossier.shown_proposals import (
    ShownProposal,
    ShownProposals,
    items_by_proposal,
)
from partnerships.pages.dossier.step_conversations import StepConversations
from partnerships.registry.facets.partnership_counts import partnership_counts

# Only the first items of a list have a message box of their own; the list has one for all.
MESSAGE_BOXES_LIMIT = 30


@dataclass
class StepPage:
    """What the page of a step shows.

    `typed`: what the request sent and is not saved yet; `is_checked`: missing fields are shown as
    errors too; `search`: a list or an item, and the words to search for it.
    """

    dossier: Dossier
    step: Step
    user: object
    typed: Typed = field(default_factory=Typed)
    is_checked: bool = False
    search: tuple[str, str] = ("", "")
    unsent: dict | None = None

    def __post_init__(self):
        self.saved = self.dossier.buffer
        self.buffer = self._shown_buffer()
        saved, is_saved = References(self.dossier, self.saved), self.buffer == self.saved
        self.references = saved if is_saved else References(self.dossier, self.buffer)
        self.validation = validate(self.dossier, saved)
        self._errors = defaultdict(list)
        for error in self.validation.errors:
            if self.is_checked or is_typed(self.saved, error.path):
                self._errors[error.path].append(error.message)

    def _shown_buffer(self):
        buffer = {path: as_shown(value) for path, value in self.saved.items()}
        for path, value in self.typed.fields.items():
            buffer[path] = value
            name, _, rest = path.partition(".")
            uuid = rest.partition(".")[0]
            if isinstance(buffer.get(name), list) and rest and uuid not in buffer[name]:
                buffer[name] = [*buffer[name], uuid]
        return buffer

    @property
    def progress(self):
        return progress(self.states)

    @cached_property
    def states(self):
        return step_states(self.dossier, self.validation, self.step)

    @property
    def is_numbered(self):  # a step of the form, not the short page of a closure
        return self.step in STEPS

    @cached_property
    def number(self):
        return STEPS.index(self.step) + 1

    @property
    def previous(self) -> Step | None:
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> Step | None:
        return STEPS[self.number] if self.number < len(STEPS) else None

    @property
    def count(self):
        return len(STEPS)

    @cached_property
    def shown_errors(self):
        """The summary at the top of the page: errors of this step that its fields show."""
        own = [e for e in self.validation.errors if self.step.holds(e.path)]
        return errors_with_links(
            self.validation.filled.references, [e for e in own if e.message in self._errors[e.path]]
        )

    @property
    def is_refused(self):
        """Whether a check was asked for, and found errors."""
        return self.is_checked and bool(self.shown_errors)

    @property
    def deposit_url(self):  # where a check leads that found nothing
        return self.is_checked and step_url(self.dossier, LAST_STEP)

    @cached_property
    def _conversations(self):
        return StepConversations(self.dossier, self.user, self.step, self.unsent)

    @property
    def messages(self):
        return self._conversations.messages

    def _field(self, form: BufferForm, name):
        path, field = form.add_prefix(name), form.fields[name]
        is_box = is_content(field) and not isinstance(form, ItemForm)
        return ShownField(
            bound=form[name],
            errors=self._errors[path],
            base=self.typed.base_digests.get(path, value_digest(self.saved.get(path))),
            rivals=[as_shown(text) for text in rivals(self.saved, path)],
            conversation=self._conversations.about(path, field.label, is_box=is_box),
            earlier_count=self._earlier_counts.get(path, 0),
            earlier_url=reverse("partnerships:dossier_earlier", args=[self.dossier.uuid]),
            writings=self._writings.get(path, {}),
        )

    @cached_property
    def _earlier_counts(self):
        return earlier_counts(self.dossier)

    @cached_property
    def _writings(self):
        return conflict_writings(self.dossier, self.saved)

    @cached_property
    def _removed(self):
        return removed_by_list(self.dossier, self.step, self.references)

    def _fields(self, form: BufferForm):
        shown = [name for name, each in form.fields.items() if not each.widget.is_hidden]
        return [self._field(form, name) for name in shown]

    @cached_property
    def fields(self):
        return self._fields(self.step.form(self.buffer, self.references))

    @property
    def all_fields(self):
        """The fields of the step, then those of its items and propositions."""
        items = [item for each in self.lists for item in each.items]
        of_items = [field for item in items for field in item.fields]
        of_proposals = [field for each in self.proposals for field in (each.box, each.statement)]
        return [*self.fields, *of_items, *of_proposals]

    @cached_property
    def lists(self):
        return [self._list(form) for form in self.step.lists]

    def _list(self, list_form):
        name, words = self.search
        items = self.step.items(list_form, self.buffer, self.references)
        blank = self.step.blank_items(list_form, self.buffer, self.references)
        if list_form is ContributionForm:
            shown = {item.uuid for _proposal, item in self._items_by_proposal}
            items = [item for item in items if item.uuid not in shown]
        is_searched = name == list_form.list_name and name in SEARCHES
        return ShownList(
            form=list_form,
            items=[self._item(item, rank) for rank, item in enumerate([*items, *blank], start=1)],
            errors=self._errors[list_form.list_name],
            conversation=self._conversations.about(list_form.list_name, list_form.heading),
            words=words if is_searched else "",
            results=SEARCHES[name](words) if is_searched else None,
            removed=self._removed[list_form.list_name],
        )

    def item(self, list_name: str, uuid: str) -> ShownItem:
        """Returns one item of a list, as the page shows it."""
        shown = next(each for each in self.lists if each.form.list_name == list_name)
        return next(each for each in shown.items if each.form.uuid == uuid)

    def _item(self, item, number):
        heading, detail = item_heading(self.references, item, number)
        known = item.list_name == "partners" and not item.is_proposed
        is_blank = item.uuid not in texts(self.buffer.get(item.list_name))
        is_box = number <= MESSAGE_BOXES_LIMIT and not is_blank
        return ShownItem(
            form=item,
            number=number,
            heading=heading,
            detail=detail,
            fields=[] if known else self._fields(item),
            errors=self._errors[item.prefix],
            conversation=self._conversations.about(item.prefix, heading, is_box=is_box),
            is_removable=item.data.get(f"{item.prefix}.authority")
            != self.dossier.lead_authority.key,
            is_blank=is_blank,
            attachment=self.references.attachments.get(item.uuid)
            if item.list_name in FILE_LISTS
            else None,
            comparison=compared_in_form(self.validation.filled.references, item),
            **self._place(item),
        )

    def _place(self, item):
        """Returns the values that only a proposed partner has: its town and the search for it."""
        if item.list_name != "partners" or not item.is_proposed:
            return {}
        uuid, words = self.search
        is_searched = uuid == item.uuid
        return {
            "has_place": True,
            "place": self.references.places.get(item.data[item.add_prefix("proposed_place")]),
            "words": words if is_searched else "",
            "results": find_places(words) if is_searched else None,
        }

    @cached_property
    def budget(self):
        """The totals of the valid lines, compared with the cost."""
        form = self.step.form(self.buffer, self.references)
        lines = self.step.items(BudgetForm, self.buffer, self.references)
        cost = form.cleaned_data.get("total_cost") if form.errors is not None else None
        return budget_totals(lines, cost)

    @cached_property
    def proposals(self):
        if not self.has_proposals:
            return []
        near = {each.number: shared for each, shared in nearest_proposals(self.references)}
        counts = partnership_counts()
        shown = [
            ShownProposal(
                proposal,
                item,
                *self._fields(item),
                errors=self._errors[item.prefix],
                conversation=self._conversations.about(item.prefix, str(proposal), is_box=False),
                carried=partnership_count_texts(counts[proposal.number]),
                shared_words=near.get(proposal.number, []),
            )
            for proposal, item in self._items_by_proposal
        ]
        return ShownProposals(shown, list(near))

    @cached_property
    def _items_by_proposal(self):
        items = self.step.items(ContributionForm, self.buffer, self.references)
        return list(items_by_proposal(self.references, items))

    @property
    def asks_state_authorisation(self):
        return asks_state_authorisation(self.references)

    @property
    def has_actors(self):
        return "partners" in self.step.names

    @property
    def has_proposals(self):
        return "contributions" in self.step.names

    @property
    def has_budget(self):
        return "budget" in self.step.names

    @property
    def has_files(self):
        return "documents" in self.step.names
