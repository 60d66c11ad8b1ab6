"""A field that autosave follows, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from partnerships.document.earlier import Writing
from partnerships.document.field_value import value_digest
from partnerships.document.steps.fields import PastedText
from partnerships.pages.components.exchanges.conversation import Conversation

CSS_CLASSES = {"select": "fr-select", "checkbox": "", "checkboxes": ""}


@dataclass(frozen=True)
class ShownField:
    """A field of the page; `base` is the digest of the value it was loaded with."""

    bound: BoundField
    errors: list[str]
    base: str
    rivals: list[str]
    conversation: Conversation | None = None
    # How many earlier values can be taken back, and where.
    earlier_count: int = 0
    earlier_url: str = ""
    # Digest of each text of a conflict → who wrote it and when.
    writings: Mapping[str, Writing] = field(default_factory=dict)
    # Of the text in the field, where the page holds another one than the dossier.
    own_digest: str = ""

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
    def is_pasted(self) -> bool:
        return isinstance(self.bound.field, PastedText)

    @property
    def longest(self) -> int:
        """How many characters the field takes, 0 if it has no limit of its own."""
        return getattr(self.bound.field, "longest", 0)

    @property
    def needed(self) -> str:
        """When it must be filled in, if not always; "" if always."""
        field = self.bound.field
        return getattr(field, "needed", "") or ("" if field.required else _("facultatif"))

    @property
    def own_writing(self) -> Writing | None:
        """Who wrote the text in the field, where another one is in conflict with it."""
        return self.writings.get(self._own_digest)

    @property
    def _own_digest(self):
        return self.own_digest or value_digest(self.bound.value())

    @property
    def conflict_title(self) -> str:
        """Names the authors of the texts, where each is known."""
        digests = [self._own_digest, *map(value_digest, self.rivals)]
        found = [self.writings.get(each) for each in digests]
        people = list(dict.fromkeys(str(each.person) for each in found if each and each.person))
        if len(people) > 1:
            names = _(" et ").join([", ".join(people[:-1]), people[-1]])
            return _("%(people)s ont écrit ici") % {"people": names}
        if people and all(each and each.person for each in found):
            return _("%(person)s a écrit ici plusieurs textes") % {"person": people[0]}
        return _("Plusieurs textes ont été écrits ici")

    @property
    def other_texts(self):
        """The conflicting texts to choose from: (text, digests of all of them, its own first, who
        wrote it and when if that is known).

        A choice of a list is shown by its label, not its code.
        """
        labels = dict(self.bound.field.choices) if self.widget == "select" else {}
        digests = [value_digest(rival) for rival in self.rivals]
        return [
            (labels.get(rival, rival), " ".join([own, *digests]), self.writings.get(own))
            for rival, own in zip(self.rivals, digests, strict=True)
        ]

    @property
    def groups(self) -> list[tuple[str, list[dict], bool]]:
        """The checkboxes by group: (name, options, whether one is ticked). The name is "" where
        there is nothing to fold: a box of no group, or alone in its own.
        """
        widget = self.bound.field.widget
        groups = widget.optgroups(self.path, list(map(str, self.bound.value() or ())))
        return [
            (
                name if name and len(options) > 1 else "",
                options,
                any(option["selected"] for option in options),
            )
            for name, options, _index in groups
        ]

    @property
    def control(self):
        """The HTML of the input, with the classes and ARIA attributes of the design system."""
        described = [f"{self.path}-aide"] if self.bound.help_text else []
        described += [f"{self.path}-reste"] if self.longest else []
        attrs = {
            "id": self.bound.auto_id,
            "class": CSS_CLASSES.get(self.widget, "fr-input"),
            "aria-describedby": " ".join([*described, f"{self.path}-erreur"]),
            **({"aria-invalid": "true"} if self.errors else {}),
        }
        widget = self.bound.field.widget
        return widget.render(self.path, self.bound.value(), attrs, self.bound.form.renderer)
