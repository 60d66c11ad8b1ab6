"""The filtered lists that mails lead to, and what their addresses say.

A mail cannot ask the pages, which read the same names here.
"""

from urllib.parse import urlencode

from django.urls import reverse

STATE, KIND = "etat", "genre"
TO_COUNTERSIGN, UNREAD = "a-contresigner", "non-lues"


def to_countersign_address() -> str:
    """The decisions that wait for a countersignature."""
    return f"{reverse('partnerships:outbox')}?{urlencode({STATE: TO_COUNTERSIGN})}"


def unread_address(kind: str) -> str:
    """The unread notifications of one event."""
    query = urlencode({KIND: kind, STATE: UNREAD})
    return f"{reverse('partnerships:notification_list')}?{query}"
