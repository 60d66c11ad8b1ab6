"""Base of the pages where lead reviewers edit all the rules of a model, one form each."""

from functools import cached_property
from typing import ClassVar

from django.db import models, transaction
from django.forms import ModelForm

HISTORY = 20


class RulesPage:
    """A page of rules. `data`: the submitted form, if any. `key`: the field with choices that
    identifies a row of `model`.
    """

    model: ClassVar[type[models.Model]]
    key: ClassVar[str]
    form_class: ClassVar[type[ModelForm]]

    def __init__(self, data: dict | None = None):
        self.data = data

    @cached_property
    def history(self):
        rows = self.model.history.select_related("history_user")
        return list(rows.order_by("-history_date", "-history_id")[:HISTORY])

    @property
    def seen(self) -> str:
        """The identifier of the last change, to detect edits made meanwhile."""
        return str(self.history[0].history_id) if self.history else ""

    @cached_property
    def forms(self) -> list[ModelForm]:
        known = {getattr(rule, self.key): rule for rule in self.model.objects.all()}
        values = self.model._meta.get_field(self.key).choices
        return [
            self.form_class(
                self.data,
                instance=known.get(value) or self.model(**{self.key: value}),
                prefix=value,
            )
            for value, _label in values
        ]

    @cached_property
    def is_outdated(self) -> bool:
        return self.data is not None and self.data.get("seen", "") != self.seen

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms) and not self.is_outdated

    @transaction.atomic
    def save(self) -> None:
        for form in self.forms:
            if form.has_changed():
                form.save()
