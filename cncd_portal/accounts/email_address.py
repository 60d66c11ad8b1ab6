"""E-mail addresses as one sees them: what is typed or pasted may hold invisible characters."""

import re
import unicodedata

from django import forms
from django.db import models

# Of a form's field: what is longer is refused, and is not read (normalising may be quadratic).
LENGTH_MAX = 320
# What Unicode says to show as nothing (Default_Ignorable_Code_Point), beside the category Cf.
SHOWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


def visible_address(text: str) -> str:
    """Returns `text` without invisible characters, in the form in which look-alikes of one letter
    are one (NFKC), and without blanks around.

    IDNA leaves these characters out, so that `a@mairie.fr` and the same followed by U+200B are both
    valid, and are two accounts.
    """
    if len(text) > LENGTH_MAX:
        return text.strip()
    text = SHOWN_AS_NOTHING.sub("", unicodedata.normalize("NFKC", text))
    return "".join(each for each in text if unicodedata.category(each) != "Cf").strip()


class VisibleAddress:
    """Of a field: its value is read as `visible_address` says."""

    def to_python(self, value):
        value = super().to_python(value)
        return visible_address(value) if value else value


class EmailFormField(VisibleAddress, forms.EmailField):
    """An address that is typed."""


class EmailModelField(VisibleAddress, models.EmailField):
    """An address that is kept: wherever it comes from, its row and its look-ups hold none of the
    invisible characters. To migrations, the column is Django's.
    """

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": EmailFormField, **kwargs})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs
