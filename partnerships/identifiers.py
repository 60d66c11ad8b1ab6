"""Identifiers in texts that pages send: read strictly; anything else raises no error."""

import re
from uuid import UUID


def uuid_of(text: str) -> UUID | None:
    """Returns the UUID that a page sent; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def is_uuid(text: object) -> bool:
    """Whether `text` is a UUID in canonical form."""
    try:
        return isinstance(text, str) and str(UUID(text)) == text
    except ValueError:
        return False


def number_of(text: str) -> int:
    """Returns `text`, sent by a page, as a number a database key may have; 0 for anything else."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else 0
