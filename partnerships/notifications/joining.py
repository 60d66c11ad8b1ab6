"""Notifies that an authority asks to be added to a published partnership."""

from django.utils import timezone

from partnerships.document.canonical import digest
from partnerships.models import LocalAuthority, Partnership
from partnerships.notifications.dossier import people_of
from partnerships.notifications.membership import leads
from partnerships.notifications.outbox import address, notify


def announce_joining(partnership: Partnership, authority: LocalAuthority, *, by, text: str) -> None:
    """Notifies the members of the lead authority, or lead reviewers if it has none.

    The same text sent twice on one day, by a double click, gives one mail.
    """
    people = people_of([partnership.lead_authority.current])
    notify(
        f"joining:{partnership.public_id}:{authority.key}:{timezone.localdate()}:{digest(text)[:16]}",
        people if people.exists() else leads().exclude(pk=by.pk),
        "joining",
        partnership=partnership,
        authority=authority,
        by=by,
        text=text,
        link=address("partnership_detail", partnership.public_id, partnership.slug),
    )
