"""Fields, items and lists as a page of the form shows them."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from partnerships.document.buffer import value_digest
from partnerships.document.schema import FILE_LISTS
from partnerships.document.steps.step import ItemForm
from partnerships.models import Place
from partnerships.pages.components.comparison import Comparison
from partnerships.pages.components.conversation import Conversation
from partnerships.pages.components.search_box import SEARCHES, Results

CSS_CLASSES = {"select": "fr-select", "checkbox": "", "checkboxes": ""}


@dataclass(frozen=True)
class ShownField:
    """A field of the page; `base` is the digest of the value it was loaded with."""

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
        """The kind of input: text, textarea, select, checkbox or checkboxes."""
        widget = self.bound.field.widget
        if isinstance(widget, forms.CheckboxSelectMultiple):
            return "checkboxes"
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if isinstance(widget, forms.Select):
            return "select"
        return "textarea" if isinstance(widget, forms.Textarea) else "text"

    @property
    def other_texts(self):
        """The conflicting texts to choose from: (text, digests of all of them, its own first).

        A choice of a list is shown by its label, not its code.
        """
        labels = dict(self.bound.field.choices) if self.widget == "select" else {}
        digests = [value_digest(rival) for rival in self.rivals]
        return [
            (labels.get(rival, rival), " ".join([own, *digests]))
            for rival, own in zip(self.rivals, digests, strict=True)
        ]

    @property
    def groups(self):
        """The checkboxes by group: (name of the group or None, options)."""
        widget = self.bound.field.widget
        groups = widget.optgroups(self.path, list(map(str, self.bound.value() or ())))
        return [(name, options) for name, options, _index in groups]

    @property
    def control(self):
        """The HTML of the input, with the classes and ARIA attributes of the design system."""
        described = [f"{self.path}-aide"] if self.bound.help_text else []
        attrs = {
            "id": self.bound.auto_id,
            "class": CSS_CLASSES.get(self.widget, "fr-input"),
            "aria-describedby": " ".join([*described, f"{self.path}-erreur"]),
            **({"aria-invalid": "true"} if self.errors else {}),
        }
        widget = self.bound.field.widget
        return widget.render(self.path, self.bound.value(), attrs, self.bound.form.renderer)


@dataclass(frozen=True)
class ShownItem:
    """An item of a list: a heading if it was chosen from the registry, else fields to fill in."""

    form: ItemForm
    number: int
    heading: str
    detail: str
    fields: list[ShownField]
    errors: list[str]
    conversation: Conversation
    is_removable: bool = True
    # An empty item to fill in, not in the list yet.
    is_blank: bool = False
    attachment: object = None
    # Only for a proposed partner: its town, and the search for it.
    has_place: bool = False
    place: Place | None = None
    words: str = ""
    results: Results | None = None
    # Only for a partner that resembles a known one.
    comparison: Comparison | None = None


@dataclass(frozen=True)
class ShownList:
    form: type[ItemForm]
    items: list[ShownItem]
    errors: list[str]
    conversation: Conversation
    words: str = ""
    results: Results | None = None

    @property
    def is_table(self):
        """Whether the list is shown as a table, one line per item."""
        return bool(self.form.suggested)

    @property
    def columns(self):
        return [(field.label, field.help_text) for field in self.form.base_fields.values()]

    @property
    def has_search(self):
        return self.form.list_name in SEARCHES

    @property
    def has_files(self):
        return self.form.list_name in FILE_LISTS
