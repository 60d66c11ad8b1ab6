"""Texts whose digests are kept: their rows keep their bytes, and what is read of them is shown
without invisible characters (`cncd_portal/accounts/invisible.py`).
"""

import json

from django.db import models

from cncd_portal.accounts.invisible import shown_text, shown_texts


def frozen_content(text: str) -> dict:
    """Returns the content of frozen JSON, as it is shown."""
    return shown_texts(json.loads(text))


class FrozenText(str):
    """A text as it is shown, which differs from the `stored` one."""

    __slots__ = ("stored",)


def stored_text(text: str) -> str:
    """Returns the text that the row of `text` holds, for its digest."""
    return getattr(text, "stored", text)


class FrozenTextField(models.TextField):
    """A text whose digest the journal keeps. Saving what was read writes the same bytes."""

    def from_db_value(self, value, expression, connection):
        shown = value and shown_text(value)
        if shown == value:
            return value
        text = FrozenText(shown)
        text.stored = value
        return text

    def get_prep_value(self, value):
        return stored_text(super().get_prep_value(value))

    def deconstruct(self):
        """For migrations, a text: its column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
