"""The value of a field in a buffer: a text, or a list of texts."""

import re

from partnerships.document.canonical import canonical, digest
from partnerships.document.steps.references import Buffer, texts
from partnerships.document.validation import CONFLICT

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Paths used by our forms.
PATH = re.compile("[a-z0-9_.-]{1,120}")
DIGEST = re.compile("[0-9a-f]{16}")
Value = str | list[str]


def as_shown(value: Value | None) -> Value:
    """Returns `value` as a browser would send it back from a page.

    None becomes "", line ends become "\\n", and characters a page cannot hold become U+FFFD.
    """
    if isinstance(value, list):
        return [as_shown(each) for each in texts(value)]
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    return LONE_SURROGATE.sub("\ufffd", text)


def value_digest(value: Value | None) -> str:
    """Returns the digest a page sends for the value a field had at first."""
    return digest(canonical(as_shown(value) or ""))[:16]


def rivals(buffer: Buffer, path: str) -> list[str]:
    """Returns the conflicting texts written for `path`, oldest first."""
    value = buffer.get(CONFLICT + path)
    return texts(value) if isinstance(value, list) else [value] if value is not None else []
