"""The token of the form of a report: drawn with the page, signed, bound to the person.

It makes a report sent twice one report, tells how long the page was open, and keeps other sites
from sending reports in someone's name. It needs no cookie and no session.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core import signing
from django.utils import timezone

from partnerships.identifiers import uuid_of

SALT = "partnerships.reports"
# Nobody reads the page and writes a sentence in less; robots do.
SECONDS_MIN = 3
LIFETIME = timedelta(hours=24)


class InvalidToken(Exception):
    """The token is not ours, expired, or was drawn for someone else: a new one is needed."""


class TooSoon(Exception):
    """The form was sent right after it was shown."""


@dataclass(frozen=True)
class FormToken:
    uuid: UUID
    text: str


def draw_form_token(user) -> FormToken:
    uuid = uuid4()
    text = signing.dumps([str(uuid), user.pk, timezone.now().timestamp()], salt=SALT)
    return FormToken(uuid, text)


def read_form_token(text: str, user) -> FormToken:
    """Raises InvalidToken, or TooSoon."""
    try:
        uuid, person, at = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        raise InvalidToken from None
    age = timezone.now().timestamp() - at
    if person != user.pk or age > LIFETIME.total_seconds():
        raise InvalidToken
    if age < SECONDS_MIN:
        raise TooSoon
    return FormToken(uuid_of(uuid), text)
