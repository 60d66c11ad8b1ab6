"""E-mail addresses without the invisible characters that may be typed or pasted with them."""

import unicodedata

from django import forms
from django.db import models

from cncd_portal.accounts.invisible import bare

# Longer texts are refused by the forms and not normalised, which may be quadratic.
LENGTH_MAX = 320


def visible_address(text: str) -> str:
    """Returns `text` without invisible characters or surrounding blanks, normalised (NFKC) so that
    full-width and other variants of a letter are that letter.

    IDNA ignores these characters: `a@mairie.fr` and the same followed by U+200B would both be
    valid, and be two accounts.
    """
    if len(text) > LENGTH_MAX:
        return text.strip()
    text = bare(unicodedata.normalize("NFKC", text))
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
