"""The form field of a date known to the day, to the month or only to the year."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import FIRST_YEAR, LAST_YEAR, REQUIRED
from partnerships.precise_date import PreciseDate, parse, unreadable_sentence

EXAMPLES = gettext_lazy("Un jour (15/06/1988), un mois (06/1988) ou seulement l’année (1988).")


class PreciseDateField(forms.Field):
    """A date as people know it; a text box, since a date picker would make them invent a day."""

    widget = forms.TextInput

    def __init__(self, *, required=False, help_text=EXAMPLES, needed="", **kwargs):
        # When it must be filled in, said beside its label.
        self.needed = needed
        super().__init__(
            required=required,
            help_text=help_text,
            error_messages={"required": REQUIRED},
            **kwargs,
        )

    def to_python(self, value) -> PreciseDate | None:
        text = (value or "").strip()
        if not text:
            return None
        try:
            known = parse(text)
        except ValueError:
            raise ValidationError(unreadable_sentence(text), code="invalid") from None
        if not FIRST_YEAR <= known.first_day.year <= LAST_YEAR:
            raise ValidationError(
                _("Vérifiez l’année de cette date\u202f: elle va de %(first)s à %(last)s.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR},
                code="year",
            )
        return known


def with_examples(sentence):
    """Returns a lazy help text: `sentence`, then how to write a date."""
    return format_lazy("{} {}", sentence, EXAMPLES)
