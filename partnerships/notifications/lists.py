"""The filtered lists that mails lead to, and what their addresses say.

A mail cannot ask the pages, which read the same names here.
"""

from urllib.parse import urlencode

from django.urls import reverse

STATE, KIND = "etat", "genre"
TO_COUNTERSIGN, READY, UNREAD = "a-contresigner", "pretes", "non-lues"


def to_countersign_address() -> str:
    """The decisions that wait for a countersignature."""
    return f"{reverse('partnerships:outbox')}?{urlencode({STATE: TO_COUNTERSIGN})}"


def ready_address() -> str:
    """The decisions that their reader may notify."""
    return f"{reverse('partnerships:outbox')}?{urlencode({STATE: READY})}"


def unread_address(kind: str) -> str:
    """The unread notifications of one event."""
    query = urlencode({KIND: kind, STATE: UNREAD})
    return f"{reverse('partnerships:notification_list')}?{query}"
