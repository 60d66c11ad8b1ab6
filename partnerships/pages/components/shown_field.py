"""A field that autosave follows, as its page shows it."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from partnerships.document.buffer import value_digest
from partnerships.pages.components.conversation import Conversation

CSS_CLASSES = {"select": "fr-select", "checkbox": "", "checkboxes": ""}


@dataclass(frozen=True)
class ShownField:
    """A field of the page; `base` is the digest of the value it was loaded with."""

    bound: BoundField
    errors: list[str]
    base: str
    rivals: list[str]
    conversation: Conversation | None = None

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
