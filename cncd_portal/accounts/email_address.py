"""E-mail addresses without the invisible characters that may be typed or pasted with them."""

import re
import unicodedata

from django import forms
from django.db import models

# Longer texts are refused by the forms and not normalised, which may be quadratic.
LENGTH_MAX = 320
# Characters that Unicode shows as nothing (Default_Ignorable_Code_Point) outside the category Cf.
SHOWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


def visible_address(text: str) -> str:
    """Returns `text` without invisible characters or surrounding blanks, normalised (NFKC) so that
    full-width and other variants of a letter are that letter.

    IDNA ignores these characters: `a@mairie.fr` and the same followed by U+200B would both be
    valid, and be two accounts.
    """
    if len(text) > LENGTH_MAX:
        return text.strip()
    text = SHOWN_AS_NOTHING.sub("", unicodedata.normalize("NFKC", text))
    return "".join(each for each in text if unicodedata.category(each) != "Cf").strip()


class VisibleAddress:
    """Mixin of e-mail fields: the value is cleaned by `visible_address`."""

    def to_python(self, value):
        value = super().to_python(value)
        return visible_address(value) if value else value


class EmailFormField(VisibleAddress, forms.EmailField):
    """The field of our forms for an address."""


class EmailModelField(VisibleAddress, models.EmailField):
    """The column of an address: rows and look-ups hold no invisible character, whatever the source.
    Migrations see Django's EmailField.
    """

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": EmailFormField, **kwargs})

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs
