"""A step as its page shows it: fields with what was typed in them, never with less."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property

from partnerships.document.buffer import as_shown, rivals, value_digest
from partnerships.document.schema import FILES
from partnerships.document.steps import STEPS, BufferForm, ItemForm, References, Step
from partnerships.document.steps.budget import BudgetForm
from partnerships.document.validation import validate
from partnerships.forms.conversation import Conversation, box_of, shown_messages
from partnerships.forms.search_box import SEARCHES, Results
from partnerships.forms.step_state import is_typed, label_at, missing, progress, step_states
from partnerships.forms.typed import Typed
from partnerships.models import Dossier

# Items of a list that have a box of their own to write about them; the list has one for all.
BOXES = 30
CSS = {"select": "fr-select", "checkbox": "", "checkboxes": ""}


@dataclass(frozen=True)
class ShownField:
    """A field of the page, with the digest of the text it started from."""

    bound: BoundField
    errors: list[str]
    base: str
    rivals: list[str]
    conversation: Conversation

    @property
    def path(self):
        return self.bound.html_name

    @property
    def is_conflicting(self):
        return bool(self.rivals)

    @property
    def widget(self) -> str:
        """Which of the five: text, textarea, select, checkbox, checkboxes."""
        widget = self.bound.field.widget
        if isinstance(widget, forms.CheckboxSelectMultiple):
            return "checkboxes"
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if isinstance(widget, forms.Select):
            return "select"
        return "textarea" if isinstance(widget, forms.Textarea) else "text"

    @property
    def rival_labels(self):
        """The other texts as one reads them: the words of a list, and not its codes."""
        if self.widget != "select":
            return self.rivals
        labels = dict(self.bound.field.choices)
        return [labels.get(rival, rival) for rival in self.rivals]

    @property
    def groups(self):
        """The boxes, by group: (name of the group or None, options)."""
        widget = self.bound.field.widget
        groups = widget.optgroups(self.path, list(map(str, self.bound.value() or ())))
        return [(name, options) for name, options, _index in groups]

    @property
    def control(self):
        """The input itself, as the design system wants it."""
        described = [f"{self.path}-aide"] if self.bound.help_text else []
        described += [f"{self.path}-erreur"] if self.errors else []
        attrs = {
            "id": self.bound.auto_id,
            "class": CSS.get(self.widget, "fr-input"),
            **({"aria-describedby": " ".join(described)} if described else {}),
            **({"aria-invalid": "true"} if self.errors else {}),
        }
        widget = self.bound.field.widget
        return widget.render(self.path, self.bound.value(), attrs, self.bound.form.renderer)


@dataclass(frozen=True)
class ShownItem:
    """An item of a list: a heading for what was chosen, fields for what is typed."""

    form: ItemForm
    number: int
    heading: str
    detail: str
    fields: list[ShownField]
    errors: list[str]
    conversation: Conversation
    is_removable: bool = True
    attachment: object = None


@dataclass(frozen=True)
class ShownList:
    form: type[ItemForm]
    items: list[ShownItem]
    errors: list[str]
    conversation: Conversation
    words: str = ""
    results: Results | None = None

    @property
    def has_search(self):
        return self.form.list_name in SEARCHES

    @property
    def has_files(self):
        return self.form.list_name in FILES


@dataclass
class StepPage:
    """What the page of a step shows. `typed` is what a request sent and that is not saved yet;
    with `is_checked`, what is missing shows too; `search` is a list and the words to find.
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
        self.references = References(self.dossier, self.buffer)
        self.validation = validate(self.dossier, References(self.dossier, self.saved))
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
        """The summary at the head of the page: faults of this step that its fields show."""
        own = [e for e in self.validation.errors if self.step.holds(e.path)]
        return missing(self.dossier, [e for e in own if e.message in self._errors[e.path]])

    @cached_property
    def messages(self):
        """What was said of the fields of this step."""
        said = shown_messages(self.dossier, self.user)
        return [each for each in said if self.step.holds(each.row.field_path)]

    def _conversation(self, path, label, *, is_box=True):
        said = [message for message in self.messages if message.row.field_path == path]
        may_write = self.dossier.submission_count and (is_box or said)
        return Conversation(said, label, box_of(self.unsent or {}, path) if may_write else None)

    def _fields(self, form: BufferForm):
        return [
            ShownField(
                bound=form[name],
                errors=self._errors[form.add_prefix(name)],
                base=self.typed.base_digests.get(
                    form.add_prefix(name), value_digest(self.saved.get(form.add_prefix(name)))
                ),
                rivals=[as_shown(text) for text in rivals(self.saved, form.add_prefix(name))],
                conversation=self._conversation(
                    form.add_prefix(name), each.label, is_box=not isinstance(form, ItemForm)
                ),
            )
            for name, each in form.fields.items()
            if not each.widget.is_hidden
        ]

    @cached_property
    def fields(self):
        return self._fields(self.step.form(self.buffer, self.references))

    @cached_property
    def lists(self):
        return [self._list(form) for form in self.step.lists]

    def _list(self, list_form):
        name, words = self.search
        items = self.step.items(list_form, self.buffer, self.references)
        is_searched = name == list_form.list_name and name in SEARCHES
        return ShownList(
            form=list_form,
            items=[self._item(item, number) for number, item in enumerate(items, start=1)],
            errors=self._errors[list_form.list_name],
            conversation=self._conversation(list_form.list_name, list_form.heading),
            words=words if is_searched else "",
            results=SEARCHES[name](words) if is_searched else None,
        )

    def item(self, list_name: str, uuid: str) -> ShownItem:
        """One item of a list, as the page shows it."""
        shown = next(each for each in self.lists if each.form.list_name == list_name)
        return next(each for each in shown.items if each.form.uuid == uuid)

    def _item(self, item, number):
        heading, detail = self._heading(item)
        heading = heading or label_at(item.prefix, self.buffer)
        known = item.list_name == "partners" and not item.is_proposed
        lead = self.dossier.lead_authority.key
        return ShownItem(
            form=item,
            number=number,
            heading=heading,
            detail=detail,
            fields=[] if known else self._fields(item),
            errors=self._errors[item.prefix],
            conversation=self._conversation(item.prefix, heading, is_box=number <= BOXES),
            is_removable=item.data.get(item.add_prefix("authority")) != lead,
            attachment=self.references.attachments.get(item.uuid)
            if item.list_name in FILES
            else None,
        )

    def _heading(self, item) -> tuple[str, object]:
        """The name of what the item stands for, and what tells it from another."""
        value = {name: item.data[item.add_prefix(name)] for name in item.fields}
        authority = self.references.authorities.get(value.get("authority"))
        if authority:
            return str(authority.current), authority.current.departement or ""
        partner = self.references.partners.get(value.get("partner"))
        if partner:
            return str(partner), partner.country
        place = self.references.places.get(value.get("proposed_place"))
        if place:
            return value["proposed_name"] or str(place), f"{place.name}, {place.country}"
        return "", ""

    @cached_property
    def budget_totals(self):
        """Sums of the lines that are right, by year, and of all."""
        totals = defaultdict(Decimal)
        for item in self.step.items(BudgetForm, self.buffer, self.references):
            if item.is_valid():
                totals[item.cleaned_data["year"]] += item.cleaned_data["amount"]
        return sorted(totals.items()), sum(totals.values(), Decimal(0))

    def has_list(self, name):
        return any(form.list_name == name for form in self.step.lists)

    @property
    def has_budget(self):
        return self.has_list("budget")

    @property
    def has_files(self):
        return self.has_list("documents")
