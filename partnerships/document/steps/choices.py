"""Choices that many forms share."""

from collections.abc import Iterable

from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy as _

CHOOSE = ("", _("Choisissez…"))


class FixedChoices(BaseChoiceIterator):
    """Pairs, or groups of pairs, in the shape that Django expects of choices.

    Django would otherwise check and copy them for each form, which takes most of the time of a
    spreadsheet: its rows each make some ten forms, and a list of countries has 250 pairs.
    """

    def __init__(self, choices: Iterable[tuple]):
        self._choices = tuple(choices)

    def __iter__(self):
        return iter(self._choices)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self
