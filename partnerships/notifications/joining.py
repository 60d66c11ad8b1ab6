"""Who hears that an authority wants its part in a published partnership told."""

from django.utils import timezone

from partnerships.models import LocalAuthority, Partnership
from partnerships.notifications.dossier import people_of
from partnerships.notifications.membership import leads
from partnerships.notifications.outbox import address, notify


def announce_joining(partnership: Partnership, authority: LocalAuthority, *, by, text: str) -> None:
    """Tell the members of the lead authority; those who lead the review where it has none.

    Asked again by the same authority on the same day, it is one mail.
    """
    people = people_of([partnership.lead_authority.current])
    notify(
        f"joining:{partnership.public_id}:{authority.key}:{timezone.localdate()}",
        people if people.exists() else leads().exclude(pk=by.pk),
        "joining",
        partnership=partnership,
        authority=authority,
        by=by,
        text=text,
        link=address("partnership_detail", partnership.public_id, partnership.slug),
    )
