"""Who hears that a published page left the public, or came back."""

from django.contrib.auth import get_user_model

from partnerships.models import LocalAuthority, LocalAuthorityMember, Suspension
from partnerships.notifications.outbox import notify, site_address


def members_of(authority: LocalAuthority):
    active = LocalAuthorityMember.objects.active().filter(authority=authority.current)
    people = get_user_model().objects.filter(is_active=True)
    return people.filter(pk__in=active.values("user"))


def _announce(template, suspension):
    partnership = suspension.partnership
    notify(
        f"{template}:{suspension.pk}",
        members_of(partnership.lead_authority),
        template,
        suspension=suspension,
        partnership=partnership,
        link=site_address(partnership.get_absolute_url()),
    )


def announce_suspension(suspension: Suspension) -> None:
    _announce("suspension", suspension)


def announce_resumption(suspension: Suspension) -> None:
    _announce("resumption", suspension)
